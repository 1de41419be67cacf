-- Stages rows that the check has passed: one array a column, in the order of the kind's `staged` columns.
-- $1 id, $2 row numbers, $3 … the columns as texts
INSERT INTO partners.stage_partner_appointments
       (import_id, sheet_row, fractional_cfo_id, meeting_date, meeting_type, outcome, notes, sequence,
        partner_appointment_uid)
SELECT $1, r."row", r.fractional_cfo_id::uuid, r.meeting_date::date,
       r.meeting_type::partners.partner_meeting_type_enum, r.outcome::partners.partner_meeting_outcome_enum, r.notes,
       r.sequence::bigint, r.partner_appointment_uid
  FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) AS r (
       "row", fractional_cfo_id, meeting_date, meeting_type, outcome, notes, sequence, partner_appointment_uid)

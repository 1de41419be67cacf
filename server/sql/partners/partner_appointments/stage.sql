-- Stages rows that the check has passed.
-- $1 id, $2 an array of rows
INSERT INTO partners.stage_partner_appointments
       (import_id, sheet_row, fractional_cfo_id, meeting_date, meeting_type, outcome, notes, sequence,
        partner_appointment_uid)
SELECT $1, r."row", r.fractional_cfo_id, r.meeting_date, r.meeting_type, r.outcome, r.notes, r.sequence,
       r.partner_appointment_uid
  FROM jsonb_to_recordset($2) AS r (
       "row" integer, fractional_cfo_id uuid, meeting_date date, meeting_type partners.partner_meeting_type_enum,
       outcome partners.partner_meeting_outcome_enum, notes text, sequence bigint, partner_appointment_uid text)

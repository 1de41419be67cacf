-- Stages rows that the check has passed: one array a column, in the order of the kind's `staged` columns.
-- $1 id, $2 row numbers, $3 … the columns as texts
INSERT INTO sales.stage_appointment_history
       (import_id, sheet_row, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason,
        source, source_record_id, appointment_uid, anon)
SELECT $1, r."row", r.company_id::uuid, r.people_id::uuid, r.meeting_date::date,
       r.meeting_type::sales.meeting_type_enum, r.meeting_outcome::sales.meeting_outcome_enum, r.stalled_reason,
       r.source::sales.appointment_source_enum, r.source_record_id, r.appointment_uid, r.anon
  FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[]) AS r (
       "row", company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason, source,
       source_record_id, appointment_uid, anon)

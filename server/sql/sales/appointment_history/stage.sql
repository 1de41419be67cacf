-- Stages rows that the check has passed.
-- $1 id, $2 an array of rows
INSERT INTO sales.stage_appointment_history
       (import_id, sheet_row, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason,
        source, source_record_id, appointment_uid, anon)
SELECT $1, r."row", r.company_id, r.people_id, r.meeting_date, r.meeting_type, r.meeting_outcome, r.stalled_reason,
       r.source, r.source_record_id, r.appointment_uid, r.anon
  FROM jsonb_to_recordset($2) AS r (
       "row" integer, company_id uuid, people_id uuid, meeting_date date, meeting_type sales.meeting_type_enum,
       meeting_outcome sales.meeting_outcome_enum, stalled_reason text, source sales.appointment_source_enum,
       source_record_id text, appointment_uid text, anon text)

-- Excludes the intents of the meetings that an import inserted, and notes their state before. Those that a person excluded stay.
-- $1 id, $2 reason
UPDATE "bit".reactivation_intent AS i
   SET eligibility_status = 'excluded',
       exclusion_reason = $2,
       cooling_off_until = NULL,
       metadata = i.metadata || jsonb_build_object('retracted', jsonb_strip_nulls(jsonb_build_object(
           'import', $1, 'was', i.eligibility_status, 'until', i.cooling_off_until)))
  FROM sales.import_row AS r
 WHERE r.import_id = $1 AND r.fate = 'new' AND NOT r.left_out
   AND i.appointment_uid = r.key
   AND i.eligibility_status <> 'excluded'

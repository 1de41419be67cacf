-- Excludes the intents of meetings that an import inserted, and notes their state before. Those that a person excluded stay.
-- $1 id, $2 the meetings' keys, $3 reason
UPDATE "bit".reactivation_intent AS i
   SET eligibility_status = 'excluded',
       exclusion_reason = $3,
       cooling_off_until = NULL,
       metadata = i.metadata || jsonb_build_object('retracted', jsonb_strip_nulls(jsonb_build_object(
           'import', $1, 'was', i.eligibility_status, 'until', i.cooling_off_until)))
 WHERE i.appointment_uid = ANY ($2::text[])
   AND i.eligibility_status <> 'excluded'

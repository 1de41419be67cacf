-- Gives the intents that a retraction excluded their state before, unless a person has changed them since.
-- $1 id, $2 the meetings' keys
UPDATE "bit".reactivation_intent AS i
   SET eligibility_status = (i.metadata #>> '{retracted,was}')::"bit".eligibility_status_enum,
       exclusion_reason = NULL,
       cooling_off_until = (i.metadata #>> '{retracted,until}')::date,
       metadata = i.metadata - 'retracted'
 WHERE i.appointment_uid = ANY ($2::text[])
   AND i.metadata #>> '{retracted,import}' = $1::text

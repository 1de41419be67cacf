-- Gives the intents that a retraction excluded their state before, unless a person has changed them since.
-- $1 id
UPDATE "bit".reactivation_intent AS i
   SET eligibility_status = (i.metadata #>> '{retracted,was}')::"bit".eligibility_status_enum,
       exclusion_reason = NULL,
       cooling_off_until = (i.metadata #>> '{retracted,until}')::date,
       metadata = i.metadata - 'retracted'
  FROM sales.import_row AS r
 WHERE r.import_id = $1 AND r.fate = 'new' AND NOT r.left_out
   AND i.appointment_uid = r.key
   AND i.metadata #>> '{retracted,import}' = $1::text

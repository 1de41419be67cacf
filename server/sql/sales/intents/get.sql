-- A page of intents by id, or one of them.
-- $1 one id or null, $2 state or null, $3 the last id of the page before, $4 how many
SELECT jsonb_strip_nulls(jsonb_build_object(
           'id', i.reactivation_bit_id, 'key', i.appointment_uid,
           'about', format('%s, %s, %s', h.meeting_date, h.meeting_type, h.meeting_outcome),
           'state', i.eligibility_status, 'score', i.bit_score, 'reasons', i.bit_reason_codes,
           'exclusion_reason', i.exclusion_reason, 'cooling_off_until', i.cooling_off_until,
           'retracted', i.metadata #> '{retracted,import}',
           'changed_by', i.metadata #> '{kill_switch,by}', 'changed_at', i.metadata #> '{kill_switch,at}')) AS intent
  FROM "bit".reactivation_intent AS i
  JOIN sales.appointment_history AS h USING (appointment_uid)
 WHERE ($1::uuid IS NULL OR i.reactivation_bit_id = $1)
   AND ($2::text IS NULL OR i.eligibility_status::text = $2)
   AND ($3::uuid IS NULL OR i.reactivation_bit_id > $3)
 ORDER BY i.reactivation_bit_id
 LIMIT $4

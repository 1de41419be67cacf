-- A page of intents by id, or one of them.
-- $1 one id or null, $2 state or null, $3 the last id of the page before, $4 how many
SELECT jsonb_strip_nulls(jsonb_build_object(
           'id', i.partner_bit_id, 'key', i.fractional_cfo_id,
           'about', format('%s, %s', m.firm_name, m.primary_contact_name),
           'state', i.status, 'score', i.leverage_score, 'reasons', i.leverage_factors,
           'retracted', i.metadata #> '{retracted,import}',
           'changed_by', i.metadata #> '{kill_switch,by}', 'changed_at', i.metadata #> '{kill_switch,at}')) AS intent
  FROM "bit".partner_intent AS i
  JOIN partners.fractional_cfo_master AS m USING (fractional_cfo_id)
 WHERE ($1::uuid IS NULL OR i.partner_bit_id = $1)
   AND ($2::text IS NULL OR i.status = $2)
   AND ($3::uuid IS NULL OR i.partner_bit_id > $3)
 ORDER BY i.partner_bit_id
 LIMIT $4

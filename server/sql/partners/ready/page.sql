-- A page of the partners to be turned to, best score first; those without a score last.
-- $1 status, $2 geography, $3 niche, $4 least score: each or null; $5, $6 score (-1 for none) and id of the last row before, or null;
-- $7 how many
SELECT to_jsonb(v) - 'intent_status' AS row
  FROM "bit".v_partner_outreach_ready AS v
 WHERE ($1::text IS NULL OR v.partner_status::text = $1)
   AND ($2::text IS NULL OR v.geography = $2)
   AND ($3::text IS NULL OR v.niche_focus = $3)
   AND ($4::float8 IS NULL OR v.leverage_score >= $4)
   AND ($6::uuid IS NULL
        OR coalesce(v.leverage_score, -1) < $5::text::numeric
        OR (coalesce(v.leverage_score, -1) = $5::text::numeric AND v.fractional_cfo_id > $6))
 ORDER BY coalesce(v.leverage_score, -1) DESC, v.fractional_cfo_id
 LIMIT $7

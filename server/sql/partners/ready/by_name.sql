-- A page of the partners to be turned to, by firm and contact.
-- $1 status, $2 geography, $3 niche, $4 least score: each or null; $5, $6, $7 firm, contact and id of the last row before, or null;
-- $8 how many
SELECT to_jsonb(p) - 'intent_status' AS row
  FROM (SELECT v.*
          FROM "bit".v_partner_outreach_ready AS v
         WHERE ($1::text IS NULL OR v.partner_status::text = $1)
           AND ($2::text IS NULL OR v.geography = $2)
           AND ($3::text IS NULL OR v.niche_focus = $3)
           AND ($4::float8 IS NULL OR v.leverage_score >= $4)
           AND ($7::uuid IS NULL
                OR (v.firm_name, v.primary_contact_name, v.fractional_cfo_id) > ($5, $6, $7))
         ORDER BY v.firm_name, v.primary_contact_name, v.fractional_cfo_id
         LIMIT $8) AS p
 ORDER BY p.firm_name, p.primary_contact_name, p.fractional_cfo_id

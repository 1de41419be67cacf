-- A page of the meetings to be reactivated, in the view's own order: best score first, those without a score last, then the latest.
-- The rows are chosen before they are made JSON, and in that order, so that the database keeps no more of them than a page.
-- $1 tier, $2 outcome, $3 type, $4 least score: each or null; $5, $6, $7 score (-1 for none), date and key of the last row before, or null;
-- $8 how many
SELECT to_jsonb(p) - 'eligibility_status' - 'cooling_off_until' AS row
  FROM (SELECT v.*
          FROM "bit".v_reactivation_ready AS v
         WHERE ($1::text IS NULL OR v.reactivation_tier = $1)
           AND ($2::text IS NULL OR v.meeting_outcome::text = $2)
           AND ($3::text IS NULL OR v.meeting_type::text = $3)
           AND ($4::float8 IS NULL OR v.bit_score >= $4)
           AND ($7::text IS NULL
                OR coalesce(v.bit_score, -1) < $5::text::numeric
                OR (coalesce(v.bit_score, -1) = $5::text::numeric
                    AND (v.meeting_date < $6::date OR (v.meeting_date = $6 AND v.appointment_uid > $7 COLLATE "C"))))
         ORDER BY v.bit_score DESC NULLS LAST, v.meeting_date DESC, v.appointment_uid
         LIMIT $8) AS p
 ORDER BY p.bit_score DESC NULLS LAST, p.meeting_date DESC, p.appointment_uid

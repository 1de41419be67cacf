-- A page of the meetings to be reactivated, best score first; those without a score last.
-- $1 tier, $2 outcome, $3 type, $4 least score: each or null; $5, $6, $7 score (-1 for none), date and key of the last row before, or null;
-- $8 how many
SELECT to_jsonb(v) - 'eligibility_status' - 'cooling_off_until' AS row
  FROM "bit".v_reactivation_ready AS v
 WHERE ($1::text IS NULL OR v.reactivation_tier = $1)
   AND ($2::text IS NULL OR v.meeting_outcome::text = $2)
   AND ($3::text IS NULL OR v.meeting_type::text = $3)
   AND ($4::float8 IS NULL OR v.bit_score >= $4)
   AND ($7::text IS NULL
        OR coalesce(v.bit_score, -1) < $5::text::numeric
        OR (coalesce(v.bit_score, -1) = $5::text::numeric
            AND (v.meeting_date < $6::date OR (v.meeting_date = $6 AND v.appointment_uid > $7 COLLATE "C"))))
 ORDER BY coalesce(v.bit_score, -1) DESC, v.meeting_date DESC, v.appointment_uid
 LIMIT $8

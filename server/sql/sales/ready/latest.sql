-- A page of the meetings to be reactivated, the latest first.
-- $1 tier, $2 outcome, $3 type, $4 least score: each or null; $5, $6 date and key of the last row before, or null; $7 how many
SELECT to_jsonb(p) - 'eligibility_status' - 'cooling_off_until' AS row
  FROM (SELECT v.*
          FROM "bit".v_reactivation_ready AS v
         WHERE ($1::text IS NULL OR v.reactivation_tier = $1)
           AND ($2::text IS NULL OR v.meeting_outcome::text = $2)
           AND ($3::text IS NULL OR v.meeting_type::text = $3)
           AND ($4::float8 IS NULL OR v.bit_score >= $4)
           AND ($6::text IS NULL
                OR v.meeting_date < $5::date
                OR (v.meeting_date = $5 AND v.appointment_uid > $6 COLLATE "C"))
         ORDER BY v.meeting_date DESC, v.appointment_uid
         LIMIT $7) AS p
 ORDER BY p.meeting_date DESC, p.appointment_uid

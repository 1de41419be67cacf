-- Makes the intents that partners lack, scored and active, as a commit does.
-- $1 the adoption
WITH last_meeting AS (
    SELECT DISTINCT ON (a.fractional_cfo_id) a.fractional_cfo_id, a.outcome, a.meeting_date
      FROM partners.partner_appointments AS a
     ORDER BY a.fractional_cfo_id, a.meeting_date DESC, a.created_at DESC, a.partner_appointment_uid DESC
)
INSERT INTO "bit".partner_intent (fractional_cfo_id, leverage_score, leverage_factors, recommended_next_action, status,
                                  computed_at, metadata)
SELECT m.fractional_cfo_id, score.score, score.factors, score.next_action, 'active', now(),
       jsonb_build_object('adoption', $1::uuid)
  FROM partners.fractional_cfo_master AS m
  LEFT JOIN last_meeting AS l ON l.fractional_cfo_id = m.fractional_cfo_id
 CROSS JOIN LATERAL "bit".partner_score(
       m.status, m.email IS NOT NULL, m.linkedin_url IS NOT NULL, l.outcome,
       (now() AT TIME ZONE 'UTC')::date - l.meeting_date) AS score
 WHERE NOT EXISTS (SELECT FROM "bit".partner_intent AS i WHERE i.fractional_cfo_id = m.fractional_cfo_id)

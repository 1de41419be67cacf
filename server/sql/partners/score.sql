-- Scores partners that an import created, updated, found unchanged or added meetings of, making intents where there are
-- none. Scoring turns pending into active; paused and completed intents stay as they are.
-- $1 id, $2 the partners
WITH touched AS (
    SELECT t.fractional_cfo_id FROM unnest($2::uuid[]) AS t (fractional_cfo_id)
), last_meeting AS (
    SELECT DISTINCT ON (a.fractional_cfo_id) a.fractional_cfo_id, a.outcome, a.meeting_date
      FROM partners.standing_appointments AS a
      JOIN touched AS t ON t.fractional_cfo_id = a.fractional_cfo_id
     ORDER BY a.fractional_cfo_id, a.meeting_date DESC, a.created_at DESC, a.partner_appointment_uid DESC
)
INSERT INTO "bit".partner_intent AS i
       (fractional_cfo_id, leverage_score, leverage_factors, recommended_next_action, status, computed_at, metadata)
SELECT m.fractional_cfo_id, score.score, score.factors, score.next_action, 'active', now(),
       jsonb_build_object('import', $1)
  FROM touched AS t
  JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = t.fractional_cfo_id
  LEFT JOIN last_meeting AS l ON l.fractional_cfo_id = t.fractional_cfo_id
 CROSS JOIN LATERAL "bit".partner_score(
       m.status, m.email IS NOT NULL, m.linkedin_url IS NOT NULL, l.outcome,
       (now() AT TIME ZONE 'UTC')::date - l.meeting_date) AS score
ON CONFLICT (fractional_cfo_id) DO UPDATE
   SET leverage_score = excluded.leverage_score,
       leverage_factors = excluded.leverage_factors,
       recommended_next_action = excluded.recommended_next_action,
       status = 'active',
       computed_at = excluded.computed_at
 WHERE i.status IN ('pending', 'active')
   AND (i.status, i.leverage_score, i.leverage_factors, i.recommended_next_action) IS DISTINCT FROM
       ('active', excluded.leverage_score, excluded.leverage_factors, excluded.recommended_next_action)

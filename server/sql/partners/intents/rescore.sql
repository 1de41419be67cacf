-- Scores a page of intents again, by the partner's id: those that are pending, who become active, and those that are active.
-- $1 the last id of the page before, as text, $2 how many, $3 one id alone, as text, or null
WITH page AS (
    SELECT i.fractional_cfo_id
      FROM "bit".partner_intent AS i
     WHERE ($1::text = '' OR i.fractional_cfo_id > nullif($1, '')::uuid)
       AND ($3::text IS NULL OR i.fractional_cfo_id = $3::uuid)
     ORDER BY i.fractional_cfo_id
     LIMIT $2
), last_meeting AS (
    SELECT DISTINCT ON (a.fractional_cfo_id) a.fractional_cfo_id, a.outcome, a.meeting_date
      FROM partners.standing_appointments AS a
      JOIN page AS p ON p.fractional_cfo_id = a.fractional_cfo_id
     ORDER BY a.fractional_cfo_id, a.meeting_date DESC, a.created_at DESC, a.partner_appointment_uid DESC
), scored AS (
    UPDATE "bit".partner_intent AS i
       SET leverage_score = score.score, leverage_factors = score.factors, recommended_next_action = score.next_action,
           status = 'active', computed_at = now()
      FROM page AS p
      JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = p.fractional_cfo_id
      LEFT JOIN last_meeting AS l ON l.fractional_cfo_id = p.fractional_cfo_id
     CROSS JOIN LATERAL "bit".partner_score(
           m.status, m.email IS NOT NULL, m.linkedin_url IS NOT NULL, l.outcome,
           (now() AT TIME ZONE 'UTC')::date - l.meeting_date) AS score
     WHERE i.fractional_cfo_id = p.fractional_cfo_id
       AND i.status IN ('pending', 'active')
       AND (i.status, i.leverage_score, i.leverage_factors, i.recommended_next_action) IS DISTINCT FROM
           ('active', score.score, score.factors, score.next_action)
    RETURNING 1
)
SELECT max(p.fractional_cfo_id::text) AS last, count(*) AS looked_at, (SELECT count(*) FROM scored) AS changed FROM page AS p

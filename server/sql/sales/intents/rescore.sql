-- Scores a page of intents again, by key: those that are eligible, and those whose cooling-off has passed.
-- $1 the last key of the page before, $2 how many, $3 one key alone or null
WITH page AS (
    SELECT i.appointment_uid
      FROM "bit".reactivation_intent AS i
     WHERE i.appointment_uid > $1 AND ($3::text IS NULL OR i.appointment_uid = $3)
     ORDER BY i.appointment_uid
     LIMIT $2
), scored AS (
    UPDATE "bit".reactivation_intent AS i
       SET bit_score = score.score, bit_reason_codes = score.reasons, computed_at = now()
      FROM page AS p
      JOIN sales.appointment_history AS h USING (appointment_uid)
     CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS t
     CROSS JOIN LATERAL "bit".reactivation_score(h.meeting_outcome, h.meeting_type, t.today - h.meeting_date) AS score
     WHERE i.appointment_uid = p.appointment_uid
       -- The bounds keep the database from reading all of both tables for each page.
       AND h.appointment_uid > $1 AND h.appointment_uid <= (SELECT max(q.appointment_uid) FROM page AS q)
       AND i.appointment_uid > $1 AND i.appointment_uid <= (SELECT max(q.appointment_uid) FROM page AS q)
       AND (i.eligibility_status = 'eligible'
            OR (i.eligibility_status = 'cooling_off' AND i.cooling_off_until <= t.today))
       AND (i.bit_score, i.bit_reason_codes) IS DISTINCT FROM (score.score, score.reasons)
    RETURNING 1
)
SELECT max(p.appointment_uid) AS last, count(*) AS looked_at, (SELECT count(*) FROM scored) AS changed FROM page AS p

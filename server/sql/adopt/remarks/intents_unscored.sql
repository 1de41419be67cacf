-- Intents that were there before, and wait for a score.
-- $1 how many to show
SELECT w.what, count(*) OVER () AS total
  FROM (
       SELECT 'meeting ' || i.appointment_uid AS what
         FROM "bit".reactivation_intent AS i
        WHERE i.bit_score IS NULL AND i.eligibility_status <> 'excluded'
       UNION ALL
       SELECT 'partner ' || i.fractional_cfo_id || ' (' || i.status || ')'
         FROM "bit".partner_intent AS i
        WHERE i.status = 'pending' OR i.status = 'active' AND i.leverage_score IS NULL
       ) AS w
 ORDER BY w.what COLLATE "C" LIMIT $1

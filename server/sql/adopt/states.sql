-- The states that the kill switches are in.
SELECT count(*) FILTER (WHERE eligibility_status = 'excluded') AS excluded,
       count(*) FILTER (WHERE eligibility_status = 'cooling_off') AS cooling_off,
       (SELECT count(*) FROM "bit".partner_intent WHERE status = 'paused') AS paused,
       (SELECT count(*) FROM "bit".partner_intent WHERE status = 'completed') AS completed
  FROM "bit".reactivation_intent

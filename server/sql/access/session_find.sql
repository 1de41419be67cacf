-- Whose session it is, if it has not ended.
-- $1 digest
SELECT s.session_id, s.may_set, coalesce(s.confirmed_at > now() - interval '15 minutes', false) AS confirmed,
       s.seen_at < now() - interval '1 minute' AS stale, a.account_id, a.name, a.lanes, a.rights
  FROM session AS s JOIN account AS a USING (account_id)
 WHERE s.digest = $1 AND a.disabled_at IS NULL
   AND s.seen_at > now() - interval '8 hours' AND s.began_at > now() - interval '7 days'

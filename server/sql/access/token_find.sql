-- Whose token it is and what both may, if neither has ended.
-- $1 digest
SELECT t.token_id, coalesce(t.used_at < now() - interval '1 minute', true) AS stale, a.account_id, a.name,
       ARRAY(SELECT unnest(t.lanes) INTERSECT SELECT unnest(a.lanes)) AS lanes,
       ARRAY(SELECT unnest(t.rights) INTERSECT SELECT unnest(a.rights)) AS rights
  FROM token AS t JOIN account AS a USING (account_id)
 WHERE t.digest = $1 AND t.revoked_at IS NULL AND t.ends_at > now() AND a.disabled_at IS NULL

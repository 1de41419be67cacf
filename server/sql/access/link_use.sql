-- Uses a link up; whose it was, if it was good.
-- $1 digest
DELETE FROM link AS l USING account AS a
 WHERE l.digest = $1 AND a.account_id = l.account_id AND l.ends_at > now() AND a.disabled_at IS NULL
RETURNING a.account_id, a.name, a.lanes, a.rights

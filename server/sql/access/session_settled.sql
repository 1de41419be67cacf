-- A session has set its account's password: from here on it needs the old one. None is changed if it has ended.
-- $1 session, $2 account
UPDATE session SET may_set = false, confirmed_at = now() WHERE session_id = $1 AND account_id = $2

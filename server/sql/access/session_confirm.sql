-- The account's password was entered in a session. None is changed if it has ended.
-- $1 session, $2 account
UPDATE session SET confirmed_at = now() WHERE session_id = $1 AND account_id = $2

-- Ends a session of an account.
-- $1 account, $2 session
DELETE FROM session WHERE account_id = $1 AND session_id = $2

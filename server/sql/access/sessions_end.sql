-- Ends an account's sessions, but for one where it is named.
-- $1 account, $2 session or null
DELETE FROM session WHERE account_id = $1 AND session_id IS DISTINCT FROM $2

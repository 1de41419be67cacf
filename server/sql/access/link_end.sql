-- An account's link is good no longer.
-- $1 account
DELETE FROM link WHERE account_id = $1

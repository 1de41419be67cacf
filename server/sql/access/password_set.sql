-- Sets an account's password.
-- $1 id, $2 its hash
UPDATE account SET password = $2 WHERE account_id = $1

-- An account's password's hash.
-- $1 id
SELECT password FROM account WHERE account_id = $1

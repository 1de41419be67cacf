-- How many tokens of an account can be used.
-- $1 account
SELECT count(*) AS tokens FROM token WHERE account_id = $1 AND revoked_at IS NULL AND ends_at > now()

-- Revokes all tokens of an account.
-- $1 account
UPDATE token SET revoked_at = now() WHERE account_id = $1 AND revoked_at IS NULL

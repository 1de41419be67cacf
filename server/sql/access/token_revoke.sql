-- Revokes a token of an account; once more changes nothing.
-- $1 account, $2 token
UPDATE token SET revoked_at = coalesce(revoked_at, now()) WHERE account_id = $1 AND token_id = $2

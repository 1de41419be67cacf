-- Makes an account's link; the one before is good no longer.
-- $1 digest, $2 account
INSERT INTO link (digest, account_id, ends_at) VALUES ($1, $2, now() + interval '24 hours')
ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, ends_at = excluded.ends_at
RETURNING ends_at

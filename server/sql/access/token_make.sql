-- Makes a token.
-- $1 id, $2 account, $3 digest, $4 label, $5 lanes, $6 rights, $7 days
INSERT INTO token (token_id, account_id, digest, label, lanes, rights, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))

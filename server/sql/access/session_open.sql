-- Opens a session. One that may not set a password began with one.
-- $1 id, $2 account, $3 digest, $4 whether it may set a password, $5 what the browser calls itself
INSERT INTO session (session_id, account_id, digest, may_set, confirmed_at, client)
VALUES ($1, $2, $3, $4, CASE WHEN NOT $4 THEN now() END, $5)

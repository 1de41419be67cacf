-- Opens a session.
-- $1 id, $2 account, $3 digest, $4 whether it may set a password, $5 what the browser calls itself
INSERT INTO session (session_id, account_id, digest, may_set, client) VALUES ($1, $2, $3, $4, $5)

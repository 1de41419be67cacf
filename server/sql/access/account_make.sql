-- Makes an account, unless its name is taken.
-- $1 id, $2 name, $3 lanes, $4 rights
INSERT INTO account (account_id, name, lanes, rights) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO NOTHING

-- What signing in and giving things to an account need to know of it.
-- $1 name
SELECT account_id, password, disabled_at IS NOT NULL AS disabled, lanes, rights FROM account WHERE name = $1

-- Notes that a token is used.
-- $1 id
UPDATE token SET used_at = now() WHERE token_id = $1

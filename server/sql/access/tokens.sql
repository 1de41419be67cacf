-- An account's tokens, the newest first, or one of them.
-- $1 account, $2 one id or null
SELECT jsonb_strip_nulls(jsonb_build_object(
           'id', token_id, 'label', label, 'lanes', lanes, 'rights', rights, 'made_at', made_at, 'ends_at', ends_at,
           'used_at', used_at, 'revoked_at', revoked_at)) AS token
  FROM token
 WHERE account_id = $1 AND ($2::uuid IS NULL OR token_id = $2)
 ORDER BY made_at DESC, token_id
 LIMIT 100

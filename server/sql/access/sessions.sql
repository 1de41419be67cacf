-- An account's sessions that have not ended, the last used first.
-- $1 account, $2 the one that asks
SELECT jsonb_build_object('id', session_id, 'began_at', began_at, 'seen_at', seen_at, 'client', client,
                          'current', session_id = $2) AS session
  FROM session
 WHERE account_id = $1 AND seen_at > now() - interval '8 hours' AND began_at > now() - interval '7 days'
 ORDER BY seen_at DESC, session_id
 LIMIT 100

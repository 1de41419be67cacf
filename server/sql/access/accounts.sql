-- A page of accounts by name, or one of them.
-- $1 one name or null, $2 the last name of the page before or null, $3 how many
SELECT jsonb_strip_nulls(jsonb_build_object(
           'name', a.name, 'lanes', a.lanes, 'rights', a.rights, 'made_at', a.made_at, 'disabled_at', a.disabled_at,
           'has_password', a.password IS NOT NULL,
           'seen_at', (SELECT max(s.seen_at) FROM session AS s WHERE s.account_id = a.account_id))) AS account
  FROM account AS a
 WHERE ($1::text IS NULL OR a.name = $1) AND ($2::text IS NULL OR a.name > $2)
 ORDER BY a.name
 LIMIT $3

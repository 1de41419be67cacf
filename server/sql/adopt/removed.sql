-- What goes with the old tables, as SQL where it can be made again: the first of each sort, with how many there are.
-- $1 schemas, $2 names of tables and views, $3 how many of each
WITH relations AS (
    SELECT c.oid, c.relkind, c.relowner, c.relacl, c.oid::regclass::text AS name
      FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
), removed AS (
    SELECT 'triggers' AS sort, pg_get_triggerdef(t.oid) AS what
      FROM relations AS r JOIN pg_trigger AS t ON t.tgrelid = r.oid AND NOT t.tgisinternal
    UNION ALL
    SELECT 'constraints', r.name || ': ' || pg_get_constraintdef(c.oid)
      FROM relations AS r JOIN pg_constraint AS c ON c.conrelid = r.oid AND c.contype <> 'p'
    UNION ALL
    SELECT 'indexes', pg_get_indexdef(i.indexrelid)
      FROM relations AS r JOIN pg_index AS i ON i.indrelid = r.oid
     WHERE NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT 'policies', p.polname || ' on ' || r.name FROM relations AS r JOIN pg_policy AS p ON p.polrelid = r.oid
    UNION ALL
    SELECT 'rules', pg_get_ruledef(w.oid)
      FROM relations AS r JOIN pg_rewrite AS w ON w.ev_class = r.oid AND r.relkind <> 'v'
    UNION ALL
    SELECT 'views', r.name || ': ' || regexp_replace(btrim(pg_get_viewdef(r.oid)), '\s+', ' ', 'g')
      FROM relations AS r WHERE r.relkind = 'v'
    UNION ALL
    SELECT 'grants', 'GRANT ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' ON ' || r.name || ' TO '
                     || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM relations AS r CROSS JOIN LATERAL aclexplode(r.relacl) AS a
     WHERE a.grantee <> r.relowner
     GROUP BY r.name, a.grantee
    UNION ALL
    SELECT 'grants', 'GRANT ' || a.privilege_type || ' (' || c.attname || ') ON ' || r.name || ' TO '
                     || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM relations AS r
      JOIN pg_attribute AS c ON c.attrelid = r.oid
     CROSS JOIN LATERAL aclexplode(c.attacl) AS a
), numbered AS (
    SELECT d.sort, d.what, row_number() OVER (PARTITION BY d.sort ORDER BY d.what) AS n,
           count(*) OVER (PARTITION BY d.sort) AS total
      FROM removed AS d
)
SELECT n.sort, n.what, n.total FROM numbered AS n WHERE n.n <= $3 ORDER BY n.sort, n.n

-- Functions elsewhere whose bodies name the tables, or a view of them: PostgreSQL does not know that they rest on them.
-- $1 schemas, $2 names of tables and views
SELECT 'function ' || p.oid::regprocedure AS what
  FROM pg_proc AS p
  JOIN pg_namespace AS n ON n.oid = p.pronamespace
 WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND n.nspname <> ALL ($1)
   AND EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS w (s, t)
                WHERE p.prosrc ~* ('\m' || w.s || '"?\s*\.\s*"?' || w.t || '\M'))
 ORDER BY 1

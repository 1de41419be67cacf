-- Functions that nothing but triggers of these tables uses: they go with the triggers.
-- $1 schemas, $2 names of tables
WITH relations AS (
    SELECT c.oid
      FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
)
SELECT p.oid::regprocedure::text AS signature
  FROM pg_proc AS p
  JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname = ANY ($1)
 WHERE EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid AND t.tgrelid IN (SELECT oid FROM relations))
   AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid AND t.tgrelid NOT IN (SELECT oid FROM relations))
   AND NOT EXISTS (SELECT FROM pg_depend AS d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
 ORDER BY 1

-- What has to be changed and does not belong to the connected user, in words.
-- $1 schemas, $2 names of tables and views, $3 schemas, $4 names of lists
WITH relations AS (
    SELECT c.oid, c.relowner, c.relkind, c.oid::regclass::text AS name
      FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
), owned AS (
    SELECT CASE relkind WHEN 'v' THEN 'the view ' ELSE 'the table ' END || name AS what, relowner AS owner FROM relations
    UNION ALL
    SELECT 'the list ' || t.oid::regtype, t.typowner
      FROM unnest($3::text[], $4::text[]) AS wanted (schema_name, type_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_type AS t ON t.typnamespace = n.oid AND t.typname = wanted.type_name
    UNION ALL
    SELECT DISTINCT 'the schema ' || n.oid::regnamespace, n.nspowner
      FROM unnest($1::text[]) AS wanted (schema_name) JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
    UNION ALL
    SELECT DISTINCT 'the function ' || p.oid::regprocedure, p.proowner
      FROM relations AS r
      JOIN pg_trigger AS t ON t.tgrelid = r.oid AND NOT t.tgisinternal
      JOIN pg_proc AS p ON p.oid = t.tgfoid
      JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname = ANY ($1)
)
SELECT o.what || ' belongs to ' || o.owner::regrole AS lacking
  FROM owned AS o WHERE NOT pg_has_role(current_user, o.owner, 'USAGE')
UNION ALL
SELECT 'CREATE on the database is not granted to ' || quote_ident(current_user)
 WHERE NOT has_database_privilege(current_database(), 'CREATE')
 ORDER BY 1

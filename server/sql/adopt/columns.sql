-- The columns that tables from before have, one row a column; a table that is not there gives none, one without columns a null.
-- $1 schemas, $2 names
SELECT n.nspname || '.' || c.relname AS table_name,
       c.relkind = 'r' AND NOT c.relispartition AND NOT EXISTS (
           SELECT FROM pg_inherits AS i WHERE c.oid IN (i.inhrelid, i.inhparent)) AS plain,
       a.attname::text AS column_name,
       format_type(a.atttypid, a.atttypmod) AS type_name,
       CASE t.typtype WHEN 'e' THEN tn.nspname || '.' || t.typname END AS list_name,
       CASE t.typtype WHEN 'e' THEN (
           SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid
       ) END AS list_values
  FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
  JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
  JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
 ORDER BY table_name, a.attnum

-- The columns of a table that the migrations made: type, whether a value is needed, and what stands where none is given.
-- $1 schema, $2 name
SELECT a.attname::text AS column_name, format_type(a.atttypid, a.atttypmod) AS type_name, a.attnotnull AS needed,
       pg_get_expr(d.adbin, d.adrelid) AS default_value
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE n.nspname = $1 AND c.relname = $2
 ORDER BY a.attnum

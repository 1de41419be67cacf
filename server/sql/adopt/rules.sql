-- The rules of a table that the migrations made: its keys, references and checks.
-- $1 schema, $2 name
SELECT k.conname::text AS name, k.contype::text AS sort, pg_get_constraintdef(k.oid) AS definition,
       pg_get_expr(k.conbin, k.conrelid) AS expression,
       (SELECT array_agg(a.attname::text ORDER BY p.place)
          FROM unnest(k.conkey) WITH ORDINALITY AS p (attnum, place)
          JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = p.attnum) AS columns,
       (SELECT f.relname::text FROM pg_class AS f WHERE f.oid = k.confrelid) AS other_table,
       (SELECT array_agg(a.attname::text ORDER BY p.place)
          FROM unnest(k.confkey) WITH ORDINALITY AS p (attnum, place)
          JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = p.attnum) AS other_columns
  FROM pg_constraint AS k
  JOIN pg_class AS c ON c.oid = k.conrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2 AND k.contype IN ('p', 'u', 'f', 'c')
 ORDER BY k.conname

-- What stands in the schemas beside the tables and what goes with them. It is left alone; a schema that holds any of it
-- keeps its owner.
-- $1 schemas, $2 names of tables and views, $3 schemas, $4 names of lists, $5 signatures of functions that go
SELECT n.nspname::text AS schema_name, pg_describe_object(o.classid, o.oid, 0) AS what
  FROM (
       SELECT 'pg_class'::regclass AS classid, c.oid, c.relnamespace AS place
         FROM pg_class AS c
        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S')
          AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS w (s, t)
                            JOIN pg_namespace AS wn ON wn.nspname = w.s
                           WHERE wn.oid = c.relnamespace AND w.t = c.relname)
          -- A sequence that numbers a column goes where its table goes.
          AND NOT EXISTS (SELECT FROM pg_depend AS d
                           WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                             AND d.refclassid = 'pg_class'::regclass)
       UNION ALL
       SELECT 'pg_type'::regclass, t.oid, t.typnamespace
         FROM pg_type AS t
        WHERE t.typtype IN ('e', 'd', 'r')
          AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS w (s, t)
                            JOIN pg_namespace AS wn ON wn.nspname = w.s
                           WHERE wn.oid = t.typnamespace AND w.t = t.typname)
       UNION ALL
       SELECT 'pg_proc'::regclass, p.oid, p.pronamespace
         FROM pg_proc AS p
        WHERE p.oid::regprocedure::text <> ALL ($5::text[])
       ) AS o
  JOIN pg_namespace AS n ON n.oid = o.place
 WHERE n.nspname = ANY ($1)
 ORDER BY 1, 2

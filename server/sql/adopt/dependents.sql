-- What outside of the tables rests on them or crosses the lanes, in words: taking the tables over would break it, or keep
-- what the lanes' isolation forbids.
-- $1 schemas, $2 names of tables and views, $3 schemas, $4 names of lists
WITH relations AS (
    SELECT c.oid, c.reltype
      FROM unnest($1::text[], $2::text[]) AS wanted (schema_name, table_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.table_name
), types AS (
    SELECT t.oid, t.typarray
      FROM unnest($3::text[], $4::text[]) AS wanted (schema_name, type_name)
      JOIN pg_namespace AS n ON n.nspname = wanted.schema_name
      JOIN pg_type AS t ON t.typnamespace = n.oid AND t.typname = wanted.type_name
    UNION
    SELECT t.oid, t.typarray FROM pg_type AS t JOIN relations AS r ON r.reltype = t.oid
), all_types AS (
    SELECT oid FROM types UNION SELECT typarray FROM types WHERE typarray <> 0
), resting AS (
    SELECT DISTINCT d.classid, d.objid, d.objsubid
      FROM pg_depend AS d
     WHERE d.deptype IN ('n', 'a')
       AND (d.refclassid = 'pg_class'::regclass AND d.refobjid IN (SELECT oid FROM relations)
            OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (SELECT oid FROM all_types))
), placed AS (
    -- The table or view that what rests on them is part of.
    SELECT r.*,
           CASE r.classid
               WHEN 'pg_rewrite'::regclass THEN (SELECT w.ev_class FROM pg_rewrite AS w WHERE w.oid = r.objid)
               WHEN 'pg_constraint'::regclass THEN (SELECT c.conrelid FROM pg_constraint AS c WHERE c.oid = r.objid)
               WHEN 'pg_trigger'::regclass THEN (SELECT t.tgrelid FROM pg_trigger AS t WHERE t.oid = r.objid)
               WHEN 'pg_attrdef'::regclass THEN (SELECT a.adrelid FROM pg_attrdef AS a WHERE a.oid = r.objid)
               WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy AS p WHERE p.oid = r.objid)
               WHEN 'pg_statistic_ext'::regclass THEN (SELECT s.stxrelid FROM pg_statistic_ext AS s WHERE s.oid = r.objid)
               WHEN 'pg_class'::regclass THEN coalesce(
                   (SELECT i.indrelid FROM pg_index AS i WHERE i.indexrelid = r.objid),
                   -- A sequence belongs to the column that it numbers.
                   (SELECT o.refobjid FROM pg_depend AS o
                     WHERE o.classid = r.classid AND o.objid = r.objid AND o.refclassid = 'pg_class'::regclass
                       AND o.deptype IN ('a', 'i') AND EXISTS (SELECT FROM pg_class AS s WHERE s.oid = r.objid AND s.relkind = 'S')
                     LIMIT 1),
                   r.objid)
           END AS relation
      FROM resting AS r
), named AS (
    SELECT DISTINCT
           CASE WHEN p.classid = 'pg_rewrite'::regclass THEN pg_describe_object('pg_class'::regclass, p.relation, 0)
                ELSE pg_describe_object(p.classid, p.objid, p.objsubid) END AS name
      FROM placed AS p
     WHERE (p.relation IS NULL OR p.relation NOT IN (SELECT oid FROM relations))
       AND NOT (p.classid = 'pg_type'::regclass AND p.objid IN (SELECT oid FROM all_types))
       -- A view's columns rest on the lists, too; the view is told once.
       AND NOT (p.classid = 'pg_class'::regclass AND p.objsubid <> 0
                AND EXISTS (SELECT FROM pg_class AS v WHERE v.oid = p.objid AND v.relkind IN ('v', 'm')))
), written AS (
    -- Bodies of functions are texts; PostgreSQL does not know what they rest on.
    SELECT p.oid, p.prosrc,
           p.prosrc ~* '\msales"?\s*\.|appointment_history|reactivation_intent|v_reactivation_ready' AS of_sales,
           p.prosrc ~* '\mpartners"?\s*\.|fractional_cfo_master|partner_appointments|partner_intent|v_partner_outreach_ready'
               AS of_partners,
           p.prosrc ~* '\moutreach"?\s*\.' AS of_outreach
      FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
       -- Functions that go with the tables' own triggers do not count.
       AND NOT (n.nspname = ANY ($1)
                AND EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid AND t.tgrelid IN (SELECT oid FROM relations))
                AND NOT EXISTS (SELECT FROM pg_trigger AS t
                                 WHERE t.tgfoid = p.oid AND t.tgrelid NOT IN (SELECT oid FROM relations)))
)
SELECT n.name || ' rests on these tables; drop it first, and make it again afterwards if it is still wanted' AS difference
  FROM named AS n
UNION ALL
SELECT 'function ' || w.oid::regprocedure || ' crosses the lanes, which stay apart; drop it first'
  FROM written AS w WHERE w.of_sales AND w.of_partners OR (w.of_sales OR w.of_partners) AND w.of_outreach
UNION ALL
SELECT 'trigger ' || t.tgname || ' on table ' || t.tgrelid::regclass || ' writes to shq.audit_log, which becomes the lanes'' alone; '
       || 'let it write elsewhere first'
  FROM written AS w
  JOIN pg_trigger AS t ON t.tgfoid = w.oid AND NOT t.tgisinternal AND t.tgrelid NOT IN (SELECT oid FROM relations)
 WHERE w.prosrc ~* '\mshq"?\s*\.\s*"?audit_log'
 ORDER BY 1

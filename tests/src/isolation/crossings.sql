-- Whatever touches more than one of lane A, lane B, the accounts and outreach, directly or by way of other things; and foreign keys that
-- leave a lane. PostgreSQL's own record of dependencies tells; bodies of functions, which it does not read, are read as text.
WITH RECURSIVE place AS (
    SELECT oid, nspname::text AS name FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
), relation AS (
    SELECT c.oid, p.name AS place, c.relname::text AS name, c.relkind,
           -- An index or a sequence belongs where its table does.
           coalesce((SELECT t.relname::text FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
                      WHERE i.indexrelid = c.oid), c.relname::text) AS named_by
      FROM pg_class AS c JOIN place AS p ON p.oid = c.relnamespace
), thing AS (
    SELECT 'pg_class'::regclass::oid AS classid, r.oid AS objid, r.place, r.named_by AS name, '' AS body FROM relation AS r
    UNION ALL
    SELECT 'pg_proc'::regclass, f.oid, p.name, f.proname::text, f.prosrc
      FROM pg_proc AS f JOIN place AS p ON p.oid = f.pronamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, p.name, t.typname::text, '' FROM pg_type AS t JOIN place AS p ON p.oid = t.typnamespace
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, r.place, r.name, ''
      FROM pg_constraint AS k JOIN relation AS r ON r.oid = k.conrelid
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, r.place, r.name, pg_get_triggerdef(t.oid)
      FROM pg_trigger AS t JOIN relation AS r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, r.place, r.name,
           concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      FROM pg_policy AS p JOIN relation AS r ON r.oid = p.polrelid
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, r.place, r.name, pg_get_expr(d.adbin, d.adrelid)
      FROM pg_attrdef AS d JOIN relation AS r ON r.oid = d.adrelid
    UNION ALL
    SELECT 'pg_rewrite'::regclass, w.oid, r.place, r.name, '' FROM pg_rewrite AS w JOIN relation AS r ON r.oid = w.ev_class
), area AS (
    -- Where a thing belongs, and of what its text speaks.
    SELECT t.classid, t.objid, a.area
      FROM thing AS t
     CROSS JOIN LATERAL (
           SELECT 'sales' AS area WHERE t.place = 'sales'
               OR t.place = 'bit' AND t.name ~ '^_?(v_)?(reactivation|eligibility)'
               OR t.body ~* '\msales"?\.|''sales''|appointment_history|reactivation_(intent|score|ready)'
           UNION
           SELECT 'partners' WHERE t.place = 'partners'
               OR t.place = 'bit' AND t.name ~ '^_?(v_)?partner'
               OR t.body ~* '\mpartners"?\.|''partners''|fractional_cfo_master|partner_(appointments|intent|score|outreach_ready)'
           UNION
           SELECT 'access' WHERE t.place = 'access' OR t.body ~* '\maccess"?\.|''access'''
           UNION
           SELECT 'outreach' WHERE t.place = 'outreach' OR t.body ~* '\moutreach"?\.|''outreach'''
           ) AS a
), edge AS (
    SELECT d.classid, d.objid, d.refclassid, d.refobjid
      FROM pg_depend AS d
     WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
       AND d.classid IN (SELECT classid FROM thing)
    UNION
    -- A view touches what its rule does.
    SELECT 'pg_class'::regclass, w.ev_class, 'pg_rewrite'::regclass, w.oid FROM pg_rewrite AS w
     WHERE w.ev_class IN (SELECT oid FROM relation WHERE relkind IN ('v', 'm'))
), reach AS (
    SELECT t.classid, t.objid, t.classid AS to_class, t.objid AS to_object FROM thing AS t
    UNION
    SELECT r.classid, r.objid, e.refclassid, e.refobjid
      FROM reach AS r JOIN edge AS e ON e.classid = r.to_class AND e.objid = r.to_object
), touching AS (
    SELECT r.classid, r.objid, array_agg(DISTINCT a.area ORDER BY a.area) AS areas
      FROM reach AS r JOIN area AS a ON a.classid = r.to_class AND a.objid = r.to_object
     GROUP BY r.classid, r.objid
)
SELECT pg_describe_object(t.classid, t.objid, 0) || ' touches ' || array_to_string(t.areas, ' and ') AS finding
  FROM touching AS t
  JOIN thing AS own ON own.classid = t.classid AND own.objid = t.objid
 WHERE cardinality(t.areas) > 1
    OR 'outreach' = ANY (t.areas) AND own.place IN ('sales', 'partners', 'bit', 'shq', 'access', 'lanegate')
UNION ALL
SELECT format('foreign key %s of %s.%s leaves its lane, for %s.%s', k.conname, one.place, one.name, two.place, two.name)
  FROM pg_constraint AS k
  JOIN relation AS one ON one.oid = k.conrelid
  JOIN relation AS two ON two.oid = k.confrelid
 WHERE k.contype = 'f' AND (one.place IN ('sales', 'partners', 'bit', 'access') OR two.place IN ('sales', 'partners', 'bit', 'access'))
   AND (one.place, two.place) NOT IN (('sales', 'sales'), ('partners', 'partners'), ('access', 'access'), ('bit', 'sales'), ('bit', 'partners'))
 ORDER BY 1

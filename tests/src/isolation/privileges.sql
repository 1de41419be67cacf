-- What an area's role (a lane's, or the one for accounts), the login role or everybody may do, and should not. Effective rights: with those of PUBLIC and of
-- roles whose rights are inherited. 'KINDS' stands for the tables that kinds declare.
WITH kind (place, name, is_fact, lane_number) AS (
    VALUES 'KINDS'
), role AS (
    SELECT r.oid, r.rolname::text AS name, substring(r.rolname FROM '_lanegate_(sales|partners|access)$') AS lane
      FROM pg_roles AS r
     WHERE r.rolname IN (current_database() || '_lanegate_sales', current_database() || '_lanegate_partners',
                         current_database() || '_lanegate_access', current_database() || '_lanegate')
), place AS (
    SELECT n.oid, n.nspname::text AS name FROM pg_namespace AS n
     WHERE n.nspname IN ('sales', 'partners', 'bit', 'shq', 'access', 'lanegate', 'outreach')
), relation AS (
    SELECT c.oid, c.relkind, c.oid::regclass::text AS title, c.relname::text AS name, p.name AS place,
           CASE WHEN p.name IN ('sales', 'partners', 'access') THEN p.name
                WHEN p.name = 'bit' AND c.relname ~ '^(v_)?reactivation' THEN 'sales'
                WHEN p.name = 'bit' AND c.relname ~ '^(v_)?partner' THEN 'partners' END AS lane
      FROM pg_class AS c JOIN place AS p ON p.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
), allowed AS (
    -- What an area's role may do with a table.
    SELECT ro.oid AS role, re.oid AS relation,
           CASE WHEN re.place = 'shq' AND re.name = 'audit_log' AND ro.lane <> 'access' THEN ARRAY['SELECT']
                WHEN re.lane IS DISTINCT FROM ro.lane OR ro.lane IS NULL THEN ARRAY[]::text[]
                WHEN re.relkind <> 'r' OR re.name IN ('audit_log', 'key_rules', 'lane_state') THEN ARRAY['SELECT']
                WHEN re.name = 'event' OR EXISTS (SELECT FROM kind AS k WHERE k.place = re.place AND k.name = re.name AND k.is_fact)
                THEN ARRAY['SELECT', 'INSERT']
                WHEN EXISTS (SELECT FROM kind AS k WHERE k.place = re.place AND k.name = re.name)
                     OR re.name IN ('import_change', 'reactivation_intent', 'partner_intent', 'retraction',
                                 'account', 'token')
                THEN ARRAY['SELECT', 'INSERT', 'UPDATE']
                ELSE ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'] END AS rights
      FROM role AS ro CROSS JOIN relation AS re
     WHERE ro.lane IS NOT NULL OR NOT (re.place = 'shq' AND re.name = 'audit_log')
    UNION ALL
    SELECT ro.oid, re.oid, ARRAY[]::text[]
      FROM role AS ro CROSS JOIN relation AS re
     WHERE ro.lane IS NULL AND re.place = 'shq' AND re.name = 'audit_log'
)
SELECT format('%s may %s on %s', ro.name, r.right_name, re.title) AS finding
  FROM allowed AS a
  JOIN role AS ro ON ro.oid = a.role
  JOIN relation AS re ON re.oid = a.relation
 CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS r (right_name)
 WHERE r.right_name <> ALL (a.rights)
   AND (has_table_privilege(ro.oid, re.oid, r.right_name)
        OR r.right_name IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
           AND has_any_column_privilege(ro.oid, re.oid, r.right_name))
UNION ALL
SELECT format('%s may use the sequence %s', ro.name, c.oid::regclass)
  FROM role AS ro CROSS JOIN pg_class AS c JOIN place AS p ON p.oid = c.relnamespace
 WHERE CASE c.relkind WHEN 'S' THEN has_sequence_privilege(ro.oid, c.oid, 'USAGE, SELECT, UPDATE') END
UNION ALL
SELECT format('%s may create in the schema %s', ro.name, n.nspname)
  FROM role AS ro CROSS JOIN pg_namespace AS n WHERE has_schema_privilege(ro.oid, n.oid, 'CREATE')
UNION ALL
SELECT format('%s may use the schema %s', ro.name, p.name)
  FROM role AS ro CROSS JOIN place AS p
 WHERE has_schema_privilege(ro.oid, p.oid, 'USAGE')
   AND p.name <> ALL (CASE WHEN ro.lane IS NULL THEN ARRAY[]::text[] WHEN ro.lane = 'access' THEN ARRAY['access']
                         ELSE ARRAY[ro.lane, 'bit', 'shq'] END)
UNION ALL
SELECT format('%s may %s on the database', ro.name, r.right_name)
  FROM role AS ro CROSS JOIN unnest(ARRAY['CREATE', 'TEMPORARY']) AS r (right_name)
 WHERE has_database_privilege(ro.oid, current_database(), r.right_name)
UNION ALL
-- A lane executes its own score, and no other function of ours; least of all one that runs with its owner's rights.
SELECT format('%s may execute %s', ro.name, f.oid::regprocedure)
  FROM role AS ro CROSS JOIN pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
 WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
   AND (n.nspname IN ('sales', 'partners', 'bit', 'shq', 'access', 'lanegate', 'outreach') OR f.prosecdef)
   AND has_function_privilege(ro.oid, f.oid, 'EXECUTE')
   AND NOT (n.nspname = 'bit' AND NOT f.prosecdef
            AND f.proname = CASE ro.lane WHEN 'sales' THEN 'reactivation_score' WHEN 'partners' THEN 'partner_score' ELSE '' END)
UNION ALL
SELECT format('%s is %s', ro.name, a.what)
  FROM role AS ro JOIN pg_roles AS r ON r.oid = ro.oid
 CROSS JOIN LATERAL (VALUES (r.rolsuper, 'a superuser'), (r.rolcreaterole, 'allowed to make roles'),
                            (r.rolcreatedb, 'allowed to make databases'), (r.rolreplication, 'allowed to replicate'),
                            (r.rolbypassrls, 'allowed to pass row security'), (r.rolinherit, 'inheriting rights'),
                            (ro.lane IS NOT NULL AND r.rolcanlogin, 'allowed to log in')) AS a (holds, what)
 WHERE a.holds
UNION ALL
SELECT format('%s may set session_replication_role', ro.name)
  FROM role AS ro WHERE has_parameter_privilege(ro.oid, 'session_replication_role', 'SET')
UNION ALL
SELECT format('session_replication_role is set for %s', CASE d.setrole WHEN 0 THEN 'everybody' ELSE d.setrole::regrole::text END)
  FROM pg_db_role_setting AS d CROSS JOIN unnest(d.setconfig) AS s (setting)
 WHERE s.setting LIKE 'session_replication_role=%' AND (d.setrole = 0 OR d.setrole IN (SELECT oid FROM role))
   AND d.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
UNION ALL
SELECT format('%s is a member of %s', ro.name, m.roleid::regrole)
  FROM role AS ro JOIN pg_auth_members AS m ON m.member = ro.oid
 WHERE ro.lane IS NOT NULL OR m.admin_option
    OR m.roleid::regrole::text !~ ('^"?' || current_database() || '_lanegate_(sales|partners|access)"?$')
UNION ALL
SELECT format('%s owns %s', ro.name, pg_describe_object(d.classid, d.objid, 0))
  FROM role AS ro JOIN pg_shdepend AS d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = ro.oid
 WHERE d.deptype = 'o' AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
UNION ALL
SELECT format('rights on what %s will make are given by default', d.defaclrole::regrole)
  FROM pg_default_acl AS d
UNION ALL
SELECT format('%s may grant on %s', a.grantee::regrole, re.title)
  FROM relation AS re JOIN pg_class AS c ON c.oid = re.oid
 CROSS JOIN LATERAL aclexplode(c.relacl) AS a
 WHERE a.is_grantable AND a.grantee <> c.relowner
UNION ALL
-- Whoever else holds a right on the areas' tables: nobody but their owner and the areas' roles.
SELECT format('%s may %s on %s', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type,
              re.title)
  FROM relation AS re JOIN pg_class AS c ON c.oid = re.oid
 CROSS JOIN LATERAL aclexplode(c.relacl) AS a
 WHERE (re.lane IS NOT NULL OR re.name = 'audit_log') AND a.grantee <> c.relowner
   AND a.grantee NOT IN (SELECT oid FROM role)
 ORDER BY 1

-- Guards that are missing: write-once and audit triggers, row security of the log, views that run with the rights of whoever
-- asks, functions whose search path nobody can bend.
-- 'KINDS' stands for the tables that kinds declare, and each lane's number in its advisory lock.
WITH kind (place, name, is_fact, lane_number) AS (
    VALUES 'KINDS'
), wanted (place, name, trigger_name, function_name, events, argument) AS (
    -- Events as pg_trigger has them: 4 insert, 8 delete, 16 update, 32 truncate.
    SELECT k.place, k.name, t.trigger_name, t.function_name, t.events, k.place
      FROM kind AS k
      JOIN (VALUES ('audit_insert', 'audit_insert', 4, NULL), ('audit_update', 'audit_update', 16, false),
                   ('audit_delete', 'audit_delete', 8, false)) AS t (trigger_name, function_name, events, is_fact)
        ON t.is_fact IS NULL OR t.is_fact = k.is_fact
    UNION ALL
    SELECT k.place, k.name, CASE WHEN k.is_fact THEN 'write_once' ELSE 'no_truncate' END, 'refuse_change',
           CASE WHEN k.is_fact THEN 8 + 16 + 32 ELSE 32 END, NULL
      FROM kind AS k
    UNION ALL
    SELECT k.place, k.name, 'count_change', 'count_change', 4 + 8 + 16 + 32, k.lane_number FROM kind AS k
    UNION ALL
    VALUES ('bit', 'reactivation_intent', 'no_truncate', 'refuse_change', 32, NULL),
           ('bit', 'reactivation_intent', 'audit_insert', 'audit_insert', 4, 'sales'),
           ('bit', 'reactivation_intent', 'audit_update', 'audit_update', 16, 'sales'),
           ('bit', 'reactivation_intent', 'audit_delete', 'audit_delete', 8, 'sales'),
           ('bit', 'partner_intent', 'no_truncate', 'refuse_change', 32, NULL),
           ('bit', 'partner_intent', 'audit_insert', 'audit_insert', 4, 'partners'),
           ('bit', 'partner_intent', 'audit_update', 'audit_update', 16, 'partners'),
           ('bit', 'partner_intent', 'audit_delete', 'audit_delete', 8, 'partners'),
           ('partners', 'key_rules', 'write_once', 'refuse_change', 8 + 16 + 32, NULL),
           ('shq', 'audit_log', 'write_once', 'refuse_change', 8 + 16 + 32, NULL),
           ('access', 'event', 'write_once', 'refuse_change', 8 + 16 + 32, NULL),
           ('access', 'account', 'no_truncate', 'refuse_change', 32, NULL),
           ('sales', 'import', 'no_truncate', 'refuse_change', 32, NULL),
           ('partners', 'import', 'no_truncate', 'refuse_change', 32, NULL),
           ('sales', 'import', 'audit_abandon', 'audit_abandon', 8, 'sales'),
           ('partners', 'import', 'audit_abandon', 'audit_abandon', 8, 'partners'),
           ('sales', 'retraction', 'no_delete', 'refuse_change', 8 + 32, NULL),
           ('sales', 'retraction', 'audit_insert', 'audit_insert', 4, 'sales'),
           ('sales', 'retraction', 'audit_update', 'audit_update', 16, 'sales'),
           ('partners', 'retraction', 'no_delete', 'refuse_change', 8 + 32, NULL),
           ('partners', 'retraction', 'audit_insert', 'audit_insert', 4, 'partners'),
           ('partners', 'retraction', 'audit_update', 'audit_update', 16, 'partners'),
           -- The lane's number in its advisory lock.
           ('sales', 'retraction', 'count_change', 'count_change', 4 + 8 + 16 + 32, '1'),
           ('partners', 'retraction', 'count_change', 'count_change', 4 + 8 + 16 + 32, '2'),
           ('sales', 'lane_state', 'no_delete', 'refuse_change', 8 + 32, NULL),
           ('partners', 'lane_state', 'no_delete', 'refuse_change', 8 + 32, NULL),
           ('sales', 'import_batch', 'no_truncate', 'refuse_change', 32, NULL),
           ('partners', 'import_batch', 'no_truncate', 'refuse_change', 32, NULL),
           ('sales', 'import_change', 'no_delete', 'refuse_change', 8 + 32, NULL),
           ('partners', 'import_change', 'no_delete', 'refuse_change', 8 + 32, NULL)
)
SELECT format('%s.%s lacks its trigger %s', w.place, w.name, w.trigger_name) AS finding
  FROM wanted AS w
 WHERE NOT EXISTS (
       SELECT FROM pg_trigger AS t
         JOIN pg_class AS c ON c.oid = t.tgrelid
         JOIN pg_namespace AS n ON n.oid = c.relnamespace
         JOIN pg_proc AS f ON f.oid = t.tgfoid AND f.pronamespace = 'shq'::regnamespace
        WHERE n.nspname = w.place AND c.relname = w.name AND f.proname = w.function_name
          -- For each statement, enabled, for all of the events, whatever the columns and without a condition.
          AND t.tgtype & 1 = 0 AND t.tgenabled IN ('O', 'A') AND t.tgtype & w.events = w.events
          AND t.tgattr = ''::int2vector AND t.tgqual IS NULL
          AND (w.argument IS NULL
               OR pg_get_triggerdef(t.oid) ~ format(E'[(, ]''%s''\\)$', w.argument)))
UNION ALL
-- What is committed stays: guards that look at each row.
SELECT format('%s.%s lacks its trigger %s', r.place, r.name, r.trigger_name)
  FROM (VALUES ('sales', 'import', 'keep_receipt', 8 + 16), ('partners', 'import', 'keep_receipt', 8 + 16),
               ('sales', 'import_batch', 'keep_batch', 4 + 8 + 16), ('partners', 'import_batch', 'keep_batch', 4 + 8 + 16))
       AS r (place, name, trigger_name, events)
 WHERE NOT EXISTS (
       SELECT FROM pg_trigger AS t
         JOIN pg_proc AS f ON f.oid = t.tgfoid
        WHERE t.tgrelid = format('%I.%I', r.place, r.name)::regclass AND f.proname = r.trigger_name
          AND f.pronamespace::regnamespace::text = r.place
          AND t.tgtype & 1 = 1 AND t.tgtype & 2 = 2 AND t.tgenabled IN ('O', 'A') AND t.tgtype & r.events = r.events
          AND t.tgattr = ''::int2vector AND t.tgqual IS NULL)
UNION ALL
-- Whoever can set session_replication_role sets aside what is not ALWAYS. A time of change that another database gave stays.
SELECT format('the trigger %s of %s is not ALWAYS', t.tgname, t.tgrelid::regclass)
  FROM pg_trigger AS t
  JOIN pg_class AS c ON c.oid = t.tgrelid
  JOIN pg_proc AS f ON f.oid = t.tgfoid
 WHERE NOT t.tgisinternal AND t.tgenabled <> 'A' AND t.tgname <> 'stamp_update'
   AND c.relnamespace::regnamespace::text IN ('sales', 'partners', '"bit"', 'bit', 'shq', 'access', 'lanegate')
   AND f.pronamespace::regnamespace::text IN ('sales', 'partners', 'shq')
UNION ALL
SELECT format('%s runs with its owner''s rights', c.oid::regclass)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('sales', 'partners', 'bit', 'shq', 'access')
   AND (c.relkind = 'm' OR c.relkind = 'v' AND 'security_invoker=true' <> ALL (coalesce(c.reloptions, '{}')))
UNION ALL
SELECT 'the audit log has no row security' FROM pg_class WHERE oid = 'shq.audit_log'::regclass AND NOT relrowsecurity
UNION ALL
SELECT format('the policy %s of the audit log lets through more than the own lane', p.polname)
  FROM pg_policy AS p
 WHERE p.polrelid = 'shq.audit_log'::regclass
   AND (p.polcmd <> 'r' OR cardinality(p.polroles) <> 1
        OR pg_get_expr(p.polqual, p.polrelid) <> format(E'((metadata ->> ''lane''::text) = ''%s''::text)',
               substring(p.polroles[1]::regrole::text FROM '_lanegate_(sales|partners)"?$')))
UNION ALL
SELECT format('%s runs with its owner''s rights under any search path', f.oid::regprocedure)
  FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
 WHERE n.nspname IN ('sales', 'partners', 'bit', 'shq', 'access') AND f.prosecdef
   AND NOT EXISTS (SELECT FROM unnest(f.proconfig) AS s (setting) WHERE s.setting ~ '^search_path=pg_catalog, pg_temp$')
 ORDER BY 1

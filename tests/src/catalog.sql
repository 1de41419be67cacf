-- Everything that makes a schema what it is, a line each, with all names qualified.
WITH place AS (
    SELECT oid, nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
), relation AS (
    SELECT c.*, c.oid::regclass::text AS name FROM pg_class AS c JOIN place AS p ON p.oid = c.relnamespace
), line AS (
    SELECT 'schema ' || quote_ident(n.nspname) || ' of ' || n.nspowner::regrole AS text
      FROM pg_namespace AS n JOIN place AS p ON p.oid = n.oid
    UNION ALL
    SELECT 'grant on schema ' || quote_ident(n.nspname) || ': ' || a.privilege_type || ' to '
           || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
           || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END
      FROM pg_namespace AS n JOIN place AS p ON p.oid = n.oid
     CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
    UNION ALL
    SELECT format('relation %s (%s) of %s; row security %s, forced %s, options %s, kept %s', name, relkind, relowner::regrole,
                  relrowsecurity, relforcerowsecurity, coalesce(reloptions::text, 'none'), relpersistence)
      FROM relation
    UNION ALL
    SELECT 'grant on ' || r.name || ': ' || a.privilege_type || ' to '
           || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
           || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END
      FROM relation AS r
     CROSS JOIN LATERAL aclexplode(coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
                                                                 r.relowner))) AS a
     WHERE r.relkind IN ('r', 'v', 'm', 'S', 'f', 'p')
    UNION ALL
    SELECT 'grant on column ' || r.name || '.' || c.attname || ': ' || a.privilege_type || ' to ' || a.grantee::regrole
      FROM relation AS r JOIN pg_attribute AS c ON c.attrelid = r.oid CROSS JOIN LATERAL aclexplode(c.attacl) AS a
    UNION ALL
    SELECT format('column %s.%s, number %s: %s%s%s%s%s%s', r.name, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attnotnull THEN ' not null' END,
                  ' default ' || pg_get_expr(d.adbin, d.adrelid),
                  CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text END,
                  CASE WHEN a.attgenerated <> '' THEN ' generated ' || a.attgenerated::text END,
                  CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || a.attcollation::regcollation END)
      FROM relation AS r
      JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type AS t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE r.relkind IN ('r', 'v', 'm', 'f', 'p', 'c')
    UNION ALL
    SELECT format('constraint %s on %s: %s', k.conname, r.name, pg_get_constraintdef(k.oid))
      FROM pg_constraint AS k JOIN relation AS r ON r.oid = k.conrelid
    UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' (broken)' END
      FROM pg_index AS i JOIN relation AS r ON r.oid = i.indrelid
    UNION ALL
    SELECT format('trigger, enabled %s: %s', t.tgenabled, pg_get_triggerdef(t.oid))
      FROM pg_trigger AS t JOIN relation AS r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule ' || pg_get_ruledef(w.oid) FROM pg_rewrite AS w JOIN relation AS r ON r.oid = w.ev_class
    UNION ALL
    SELECT format('policy %s on %s for %s to %s using %s with check %s, permissive %s', p.polname, r.name, p.polcmd,
                  p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
                  p.polpermissive)
      FROM pg_policy AS p JOIN relation AS r ON r.oid = p.polrelid
    UNION ALL
    SELECT format('function of %s: %s', f.proowner::regrole, pg_get_functiondef(f.oid))
      FROM pg_proc AS f JOIN place AS p ON p.oid = f.pronamespace WHERE f.prokind IN ('f', 'p')
    UNION ALL
    SELECT 'grant on function ' || f.oid::regprocedure || ': ' || a.privilege_type || ' to '
           || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM pg_proc AS f JOIN place AS p ON p.oid = f.pronamespace
     CROSS JOIN LATERAL aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS a
    UNION ALL
    SELECT format('type %s of %s: %s', t.oid::regtype, t.typowner::regrole,
                  (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid))
      FROM pg_type AS t JOIN place AS p ON p.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')
    UNION ALL
    SELECT format('sequence %s: %s from %s by %s', s.seqrelid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement)
      FROM pg_sequence AS s JOIN relation AS r ON r.oid = s.seqrelid
    UNION ALL
    SELECT format('comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
      FROM pg_description AS d
      JOIN relation AS r ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid
    UNION ALL
    SELECT format('role %s: login %s, inherits %s, superuser %s, makes roles %s', rolname, rolcanlogin, rolinherit, rolsuper,
                  rolcreaterole)
      FROM pg_roles WHERE rolname LIKE current_database() || '\_lanegate%'
    UNION ALL
    SELECT 'grant on the database: ' || a.privilege_type || ' to '
           || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM pg_database AS d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
     WHERE d.datname = current_database()
)
-- A name that needs quotation marks has them.
SELECT regexp_replace(text, '"?' || current_database() || '(_lanegate\w*)"?', 'DATABASE\1', 'g') AS line FROM line

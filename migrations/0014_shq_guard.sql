-- Triggers that refuse or record a change fire whatever session_replication_role says: PostgreSQL skips ordinary ones while it
-- is "replica". stamp_update stays ordinary, so that a copy by logical replication keeps each row's time of change.

DO $do$
DECLARE
    guard record;
BEGIN
    FOR guard IN
        SELECT t.tgrelid::regclass AS place, t.tgname AS name
          FROM pg_trigger AS t
          JOIN pg_class AS c ON c.oid = t.tgrelid
          JOIN pg_proc AS f ON f.oid = t.tgfoid
         WHERE NOT t.tgisinternal AND t.tgname <> 'stamp_update'
           AND pg_get_userbyid(c.relowner) = current_user AND pg_get_userbyid(f.proowner) = current_user
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guard.place, guard.name);
    END LOOP;
END $do$;

-- An import that is deleted before its commit leaves an entry that says who opened it and who deleted it, and nothing of its file.

CREATE FUNCTION shq.audit_abandon() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO shq.audit_log
           (schema_name, table_name, operation, record_id, old_values, performed_by, correlation_id, metadata)
    SELECT TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP, o.record ->> TG_ARGV[0],
           jsonb_build_object('kind', o.record -> 'kind', 'row_count', o.record -> 'row_count',
                              'opened_by', o.record -> 'opened_by', 'opened_at', o.record -> 'opened_at'),
           coalesce(nullif(current_setting('lanegate.performed_by', true), ''), session_user),
           (o.record ->> TG_ARGV[0])::uuid, jsonb_build_object('lane', TG_ARGV[1])
      FROM (SELECT to_jsonb(x) - 'leave_out' - 'plan' - 'opened' AS record FROM old_rows AS x OFFSET 0) AS o;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION shq.audit_abandon() FROM PUBLIC;

CREATE TRIGGER audit_abandon AFTER DELETE ON sales.import REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_abandon('import_id', 'sales');
CREATE TRIGGER audit_abandon AFTER DELETE ON partners.import REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_abandon('import_id', 'partners');
ALTER TABLE sales.import ENABLE ALWAYS TRIGGER audit_abandon;
ALTER TABLE partners.import ENABLE ALWAYS TRIGGER audit_abandon;

-- The audit log that both lanes write to, and the functions that guard facts.
-- Entries are written by triggers alone: the functions are SECURITY DEFINER with a fixed search_path, and nobody but
-- their owner may execute them, so that no lane's role can hang them on a table of its own and forge entries.

CREATE SCHEMA IF NOT EXISTS shq;

CREATE TABLE shq.audit_log (
    audit_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema_name    text        NOT NULL,
    table_name     text        NOT NULL,
    operation      text        NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
    record_id      text        NOT NULL,
    old_values     jsonb,
    new_values     jsonb,
    performed_by   text        NOT NULL,
    performed_at   timestamptz NOT NULL DEFAULT now(),
    correlation_id uuid,
    metadata       jsonb       NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE shq.audit_log IS 'Who changed what, when, in which import (correlation_id). Append-only.';
COMMENT ON COLUMN shq.audit_log.metadata IS 'Holds the lane: the tables of the schema bit belong to one lane each.';

CREATE FUNCTION shq.refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              DETAIL = 'What stands here is never changed or removed in this way, not even by its owner.';
END $$;
COMMENT ON FUNCTION shq.refuse_change() IS 'Statement trigger of tables that are only ever added to.';

CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON shq.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();

-- Trigger arguments: the column that names a record, and the lane.
-- The settings lanegate.performed_by and lanegate.correlation_id are set for one transaction by the server;
-- a change made by hand is entered under the database user's name.

CREATE FUNCTION shq.audit_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO shq.audit_log
           (schema_name, table_name, operation, record_id, new_values, performed_by, correlation_id, metadata)
    SELECT TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP, n.record ->> TG_ARGV[0], n.record,
           coalesce(nullif(current_setting('lanegate.performed_by', true), ''), session_user),
           nullif(current_setting('lanegate.correlation_id', true), '')::uuid,
           jsonb_build_object('lane', TG_ARGV[1])
      FROM (SELECT to_jsonb(x) AS record FROM new_rows AS x OFFSET 0) AS n;
    RETURN NULL;
END $$;

CREATE FUNCTION shq.audit_update() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO shq.audit_log (schema_name, table_name, operation, record_id, old_values, new_values, performed_by,
                               correlation_id, metadata)
    SELECT TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP, coalesce(o.record ->> TG_ARGV[0], n.record ->> TG_ARGV[0]),
           o.record, n.record,
           coalesce(nullif(current_setting('lanegate.performed_by', true), ''), session_user),
           nullif(current_setting('lanegate.correlation_id', true), '')::uuid,
           jsonb_build_object('lane', TG_ARGV[1])
      FROM (SELECT to_jsonb(x) AS record FROM old_rows AS x OFFSET 0) AS o
      -- A full join, so that a record whose id itself was changed shows as one gone and one come.
      FULL JOIN (SELECT to_jsonb(x) AS record FROM new_rows AS x OFFSET 0) AS n
        ON o.record ->> TG_ARGV[0] = n.record ->> TG_ARGV[0];
    RETURN NULL;
END $$;

CREATE FUNCTION shq.audit_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO shq.audit_log
           (schema_name, table_name, operation, record_id, old_values, performed_by, correlation_id, metadata)
    SELECT TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP, o.record ->> TG_ARGV[0], o.record,
           coalesce(nullif(current_setting('lanegate.performed_by', true), ''), session_user),
           nullif(current_setting('lanegate.correlation_id', true), '')::uuid,
           jsonb_build_object('lane', TG_ARGV[1])
      FROM (SELECT to_jsonb(x) AS record FROM old_rows AS x OFFSET 0) AS o;
    RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION shq.refuse_change(), shq.audit_insert(), shq.audit_update(), shq.audit_delete() FROM PUBLIC;

-- A lane's role reads its own lane's entries, by the policies that 0008 and 0009 make.
ALTER TABLE shq.audit_log ENABLE ROW LEVEL SECURITY;

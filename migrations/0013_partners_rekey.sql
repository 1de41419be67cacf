-- The version of the rules that the keys of stored partners were made by, and what came of each time that they were made again.
-- Keys are made in Rust, so the server makes them after the migrations (server/src/db/rekey).

CREATE TABLE partners.key_rules (
    key_rules_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rules        integer     NOT NULL CHECK (rules > 0),
    applied_at   timestamptz NOT NULL DEFAULT now(),
    report       jsonb       NOT NULL
);
COMMENT ON TABLE partners.key_rules IS
    'By which rules partners'' keys were made, and when. The largest number counts; report lists partners that coincide since.';

CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON partners.key_rules
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();

-- A server of an earlier version may go on until it is replaced. Keys that it made by the earlier rules would hide partners from
-- later imports, so they are refused as if the database were busy (55P03): nothing is changed, and it is tried again.
-- Servers name themselves for the audit log (lanegate.performed_by); what an administrator does by hand is not refused.
CREATE FUNCTION partners.refuse_earlier_keys() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(current_setting('lanegate.performed_by', true), '') IS NOT NULL
       AND coalesce(nullif(current_setting('lanegate.key_rules', true), '')::integer, 1)
           < (SELECT max(r.rules) FROM partners.key_rules AS r) THEN
        RAISE EXCEPTION 'Partners'' keys are made by the rules of a newer version'
            USING ERRCODE = 'lock_not_available', DETAIL = 'Replace this server by one of the newer version.';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION partners.refuse_earlier_keys() FROM PUBLIC;

CREATE TRIGGER refuse_earlier_keys BEFORE INSERT OR UPDATE OF email_key, linkedin_key, name_key
    ON partners.fractional_cfo_master FOR EACH STATEMENT EXECUTE FUNCTION partners.refuse_earlier_keys();

DO $do$
BEGIN
    EXECUTE format('GRANT SELECT ON partners.key_rules TO %I', current_database() || '_lanegate_partners');
END $do$;

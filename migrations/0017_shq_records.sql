-- A counter for each lane of what changes its records: facts, partners, and retractions. A plan that was made at a count holds while
-- the count is the same. So every writer counts, psql included, and every writer waits for the lane's lock, as servers do.

-- Servers that still run finish what they write: this and they would lock the tables in different orders.
SELECT pg_advisory_xact_lock(1818324581, 1), pg_advisory_xact_lock(1818324581, 2);

CREATE TABLE sales.lane_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    records  bigint  NOT NULL    DEFAULT 0    CHECK (records >= 0)
);
COMMENT ON TABLE sales.lane_state IS 'One row, with what plans of lane A depend on as a whole.';
COMMENT ON COLUMN sales.lane_state.records IS
    'Goes up with every transaction that writes facts or retractions. It never goes down, so that no plan is taken for a current one.';
INSERT INTO sales.lane_state DEFAULT VALUES;

CREATE TABLE partners.lane_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    records  bigint  NOT NULL    DEFAULT 0    CHECK (records >= 0)
);
COMMENT ON TABLE partners.lane_state IS 'One row, with what plans of lane B depend on as a whole.';
COMMENT ON COLUMN partners.lane_state.records IS
    'Goes up with every transaction that writes partners, facts, or retractions. It never goes down, so that no plan is taken for a current one.';
INSERT INTO partners.lane_state DEFAULT VALUES;

-- Trigger argument: the lane's number in its advisory lock, whose first half is "lane" as a number (server/src/db/area.rs).
-- A trigger of its own, and not a part of the audit functions: it has to come before the statement, for the lock, and intents are
-- audited but not counted. It counts statements that find no row, too: a plan is then made once more, and is the same.
-- A transaction counts once, as long as the row that it left is there: a version of it for each statement would have to be
-- passed by the next one, and 50,000 inserts took 14 s instead of 4. So no plan is made in a transaction that has written records.
CREATE FUNCTION shq.count_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1818324581, TG_ARGV[0]::integer);
    EXECUTE format('UPDATE %I.lane_state SET records = records + 1 WHERE xmin <> pg_current_xact_id()::xid', TG_TABLE_SCHEMA);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION shq.count_change() IS 'Statement trigger of the tables that plans look records up in.';

CREATE FUNCTION shq.keep_count() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.records < OLD.records THEN
        RAISE EXCEPTION 'The records of %.% are never lowered', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', DETAIL = 'A plan of an earlier state would be taken for a current one.';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION shq.count_change(), shq.keep_count() FROM PUBLIC;

DO $do$
DECLARE
    lane    text;
    number  integer;
    counted text;
BEGIN
    FOR lane, number, counted IN
        VALUES ('sales', 1, 'appointment_history'), ('sales', 1, 'retraction'), ('partners', 2, 'fractional_cfo_master'),
               ('partners', 2, 'partner_appointments'), ('partners', 2, 'retraction')
    LOOP
        EXECUTE format('CREATE TRIGGER count_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION shq.count_change(%L)', lane, counted, number);
        EXECUTE format('ALTER TABLE %I.%I ENABLE ALWAYS TRIGGER count_change', lane, counted);
    END LOOP;
    FOREACH lane IN ARRAY ARRAY['sales', 'partners'] LOOP
        EXECUTE format('CREATE TRIGGER keep_count BEFORE UPDATE ON %I.lane_state '
                       'FOR EACH ROW EXECUTE FUNCTION shq.keep_count()', lane);
        EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON %I.lane_state '
                       'FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change()', lane);
        EXECUTE format('ALTER TABLE %I.lane_state ENABLE ALWAYS TRIGGER keep_count, ENABLE ALWAYS TRIGGER no_delete', lane);
        -- Only the trigger counts.
        EXECUTE format('GRANT SELECT ON %I.lane_state TO %I', lane, current_database() || '_lanegate_' || lane);
    END LOOP;
END $do$;

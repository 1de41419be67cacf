-- Retractions: an import taken back, and perhaps reinstated. Its receipt stays as it is.

CREATE TABLE sales.retraction (
    retraction_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id      uuid        NOT NULL REFERENCES sales.import (import_id),
    reason         text        NOT NULL CHECK (btrim(reason) <> ''),
    retracted_by   text        NOT NULL,
    retracted_at   timestamptz NOT NULL DEFAULT now(),
    did            jsonb       NOT NULL,
    reinstated_by  text,
    reinstated_at  timestamptz,
    reinstated_did jsonb,
    CHECK ((reinstated_at IS NULL) = (reinstated_by IS NULL) AND (reinstated_at IS NULL) = (reinstated_did IS NULL))
);
COMMENT ON TABLE sales.retraction IS 'When an import was retracted, by whom and why, and when it was reinstated.';
-- At most one stands at a time.
CREATE UNIQUE INDEX retraction_stands ON sales.retraction (import_id) WHERE reinstated_at IS NULL;
CREATE INDEX retraction_of_an_import ON sales.retraction (import_id, retraction_id);

CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON sales.retraction
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON sales.retraction REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('import_id', 'sales');
CREATE TRIGGER audit_update AFTER UPDATE ON sales.retraction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_update('import_id', 'sales');

ALTER TABLE sales.import_row ADD COLUMN kept text[];
COMMENT ON COLUMN sales.import_row.kept IS
    'Columns that the last retraction or reinstatement could not put back, because they were changed since.';

DO $do$
DECLARE
    lane_role text := current_database() || '_lanegate_sales';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON sales.retraction TO %I', lane_role);
END $do$;

-- Imports of the lane A on their way: what was opened, the batches staged, the plan by row, the receipt.
-- The same tables stand in each lane's own schema; the server's statements find them by the search path.

CREATE TABLE sales.import (
    import_id     uuid        PRIMARY KEY,
    kind          text        NOT NULL,
    sheet         text        NOT NULL,
    row_count     integer     NOT NULL CHECK (row_count >= 0),
    batch_count   integer     NOT NULL CHECK (batch_count >= 0),
    opened        jsonb       NOT NULL,
    opened_by     text        NOT NULL,
    opened_at     timestamptz NOT NULL DEFAULT now(),
    last_batch_at timestamptz,
    leave_out     jsonb,
    plan          jsonb,
    receipt       jsonb,
    committed_at  timestamptz,
    CHECK ((receipt IS NULL) = (committed_at IS NULL))
);
COMMENT ON TABLE sales.import IS 'One checked file on its way into the lane. A receipt, once written, stays as it is.';
COMMENT ON COLUMN sales.import.opened IS 'The request that opened it, as it came.';

CREATE TABLE sales.import_batch (
    import_id uuid        NOT NULL REFERENCES sales.import (import_id) ON DELETE CASCADE,
    batch     integer     NOT NULL CHECK (batch >= 0),
    digest    text        NOT NULL,
    bytes     integer     NOT NULL,
    row_count integer     NOT NULL,
    first_row integer,
    last_row  integer,
    staged_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (import_id, batch)
);

CREATE TABLE sales.import_row (
    import_id uuid             NOT NULL,
    sheet_row integer          NOT NULL,
    fate      text             NOT NULL CHECK (fate IN ('new', 'create', 'update', 'unchanged', 'duplicate', 'conflict',
                                                        'missing_reference')),
    left_out  boolean          NOT NULL,
    key       text COLLATE "C" NOT NULL,
    reason    text,
    changes   jsonb,
    PRIMARY KEY (import_id, sheet_row)
);
-- No foreign key on rows: checked row by row it took twice the time of all else. The lane's lock and forget.sql keep order.
COMMENT ON TABLE sales.import_row IS 'What the last plan says of each row; after the commit, where each row went.';

CREATE FUNCTION sales.keep_receipt() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.receipt IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.receipt IS DISTINCT FROM OLD.receipt OR NEW.opened IS DISTINCT FROM OLD.opened THEN
        RAISE EXCEPTION 'The import % is committed: its receipt stays as it is', OLD.import_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION sales.keep_receipt() FROM PUBLIC;

CREATE TRIGGER keep_receipt BEFORE UPDATE OR DELETE ON sales.import
    FOR EACH ROW EXECUTE FUNCTION sales.keep_receipt();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON sales.import
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();

-- Staged rows: typed, checked, and gone once the import is committed or abandoned.
CREATE TABLE sales.stage_appointment_history (
    import_id        uuid                       NOT NULL,
    sheet_row        integer                    NOT NULL,
    company_id       uuid,
    people_id        uuid,
    meeting_date     date                       NOT NULL,
    meeting_type     sales.meeting_type_enum    NOT NULL,
    meeting_outcome  sales.meeting_outcome_enum NOT NULL,
    stalled_reason   text COLLATE "C",
    source           sales.appointment_source_enum,
    source_record_id text COLLATE "C",
    appointment_uid  text COLLATE "C",
    anon             text COLLATE "C",
    PRIMARY KEY (import_id, sheet_row),
    CHECK ((appointment_uid IS NULL) <> (anon IS NULL))
);
COMMENT ON COLUMN sales.stage_appointment_history.anon IS
    'What the key of a meeting without ids is digested from, its occurrence number apart.';

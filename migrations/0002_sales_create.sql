-- Lane A: meetings already held, to be reactivated. Facts: written once.
-- company_id and people_id are plain values: no foreign key leaves the lane.

CREATE SCHEMA IF NOT EXISTS sales;

CREATE TYPE sales.meeting_type_enum AS ENUM ('discovery', 'systems', 'numbers', 'other');
CREATE TYPE sales.meeting_outcome_enum AS ENUM ('progressed', 'stalled', 'ghosted', 'lost');
CREATE TYPE sales.appointment_source_enum AS ENUM ('calendar', 'crm', 'manual');

CREATE TABLE sales.appointment_history (
    appointment_uid  text COLLATE "C"              PRIMARY KEY,
    company_id       uuid,
    people_id        uuid,
    meeting_date     date                          NOT NULL,
    meeting_type     sales.meeting_type_enum       NOT NULL,
    meeting_outcome  sales.meeting_outcome_enum    NOT NULL,
    stalled_reason   text,
    source           sales.appointment_source_enum NOT NULL DEFAULT 'manual',
    source_record_id text,
    metadata         jsonb                         NOT NULL DEFAULT '{}',
    created_at       timestamptz                   NOT NULL DEFAULT now(),
    CONSTRAINT stalled_needs_a_reason
        CHECK (meeting_outcome <> 'stalled' OR btrim(coalesce(stalled_reason, '')) <> '')
);
COMMENT ON TABLE sales.appointment_history IS 'Meetings held. Write-once; metadata names the import, sheet and row.';

CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON sales.appointment_history
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON sales.appointment_history REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('appointment_uid', 'sales');

-- Lane B: fractional CFO partners, who may be updated, and the meetings with them: facts, written once.

CREATE SCHEMA IF NOT EXISTS partners;

CREATE TYPE partners.partner_status_enum AS ENUM ('prospect', 'contacted', 'engaged', 'partner');
CREATE TYPE partners.partner_meeting_type_enum AS ENUM ('intro', 'followup');
CREATE TYPE partners.partner_meeting_outcome_enum AS ENUM ('warm', 'neutral', 'cold');

CREATE TABLE partners.fractional_cfo_master (
    fractional_cfo_id    uuid                         PRIMARY KEY DEFAULT gen_random_uuid(),
    firm_name            text                         NOT NULL CHECK (btrim(firm_name) <> ''),
    primary_contact_name text                         NOT NULL CHECK (btrim(primary_contact_name) <> ''),
    linkedin_url         text CHECK (linkedin_url ~* '^https?://(www\.)?linkedin\.com(/|$)'),
    email                text,
    geography            text,
    niche_focus          text,
    source               text                         NOT NULL,
    source_detail        text,
    status               partners.partner_status_enum NOT NULL DEFAULT 'prospect',
    metadata             jsonb                        NOT NULL DEFAULT '{}',
    created_at           timestamptz                  NOT NULL DEFAULT now(),
    updated_at           timestamptz                  NOT NULL DEFAULT now(),
    email_key            text COLLATE "C",
    linkedin_key         text COLLATE "C",
    name_key             text COLLATE "C"
);
COMMENT ON TABLE partners.fractional_cfo_master IS 'Partners. metadata names the import, sheet and row that made one.';
COMMENT ON COLUMN partners.fractional_cfo_master.name_key IS
    'By the three keys a partner is recognised. They are made by the check crate, never by SQL; see docs/contract.md.';

CREATE INDEX fractional_cfo_master_email_key ON partners.fractional_cfo_master (email_key);
CREATE INDEX fractional_cfo_master_linkedin_key ON partners.fractional_cfo_master (linkedin_key);
CREATE INDEX fractional_cfo_master_name_key ON partners.fractional_cfo_master (name_key);

CREATE FUNCTION partners.stamp_update() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION partners.stamp_update() FROM PUBLIC;

CREATE TRIGGER stamp_update BEFORE UPDATE ON partners.fractional_cfo_master
    FOR EACH ROW EXECUTE FUNCTION partners.stamp_update();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON partners.fractional_cfo_master
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON partners.fractional_cfo_master REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('fractional_cfo_id', 'partners');
CREATE TRIGGER audit_update AFTER UPDATE ON partners.fractional_cfo_master
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_update('fractional_cfo_id', 'partners');
CREATE TRIGGER audit_delete AFTER DELETE ON partners.fractional_cfo_master REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_delete('fractional_cfo_id', 'partners');

CREATE TABLE partners.partner_appointments (
    partner_appointment_uid text COLLATE "C"                      PRIMARY KEY,
    fractional_cfo_id       uuid                                  NOT NULL
                            REFERENCES partners.fractional_cfo_master (fractional_cfo_id),
    meeting_date            date                                  NOT NULL,
    meeting_type            partners.partner_meeting_type_enum    NOT NULL,
    outcome                 partners.partner_meeting_outcome_enum NOT NULL,
    notes                   text,
    metadata                jsonb                                 NOT NULL DEFAULT '{}',
    created_at              timestamptz                           NOT NULL DEFAULT now()
);
COMMENT ON TABLE partners.partner_appointments IS 'Meetings with partners. Write-once; metadata names the import, sheet and row.';

-- The plan looks up a partner's meetings of a day; the ready view, a partner's last one.
CREATE INDEX partner_appointments_of_a_partner ON partners.partner_appointments (fractional_cfo_id, meeting_date);

CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON partners.partner_appointments
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON partners.partner_appointments REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('partner_appointment_uid', 'partners');

-- Retractions: an import taken back, and perhaps reinstated. Its receipt stays as it is.

CREATE TABLE partners.retraction (
    retraction_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id      uuid        NOT NULL REFERENCES partners.import (import_id),
    reason         text        NOT NULL CHECK (btrim(reason) <> ''),
    retracted_by   text        NOT NULL,
    retracted_at   timestamptz NOT NULL DEFAULT now(),
    did            jsonb       NOT NULL,
    reinstated_by  text,
    reinstated_at  timestamptz,
    reinstated_did jsonb,
    CHECK ((reinstated_at IS NULL) = (reinstated_by IS NULL) AND (reinstated_at IS NULL) = (reinstated_did IS NULL))
);
COMMENT ON TABLE partners.retraction IS 'When an import was retracted, by whom and why, and when it was reinstated.';
-- At most one stands at a time.
CREATE UNIQUE INDEX retraction_stands ON partners.retraction (import_id) WHERE reinstated_at IS NULL;
CREATE INDEX retraction_of_an_import ON partners.retraction (import_id, retraction_id);

CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON partners.retraction
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON partners.retraction REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('import_id', 'partners');
CREATE TRIGGER audit_update AFTER UPDATE ON partners.retraction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_update('import_id', 'partners');

ALTER TABLE partners.import_row ADD COLUMN kept text[];
COMMENT ON COLUMN partners.import_row.kept IS
    'Columns that the last retraction or reinstatement could not put back, because they were changed since.';
ALTER TABLE partners.import_row ADD COLUMN earlier jsonb;
COMMENT ON COLUMN partners.import_row.earlier IS
    'Of a partner that was updated: the columns that changed, with their keys, before and after; and which of them a retraction put back.';

DO $do$
DECLARE
    lane_role text := current_database() || '_lanegate_partners';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON partners.retraction TO %I', lane_role);
END $do$;

-- Meetings of retracted imports count neither as the last one nor at all.
CREATE VIEW partners.standing_appointments WITH (security_invoker = true) AS
SELECT a.*
  FROM partners.partner_appointments AS a
 WHERE NOT EXISTS (SELECT FROM partners.retraction AS t
                    WHERE t.reinstated_at IS NULL AND t.import_id::text = a.metadata ->> 'import');
COMMENT ON VIEW partners.standing_appointments IS 'The meetings with partners whose imports are not retracted.';

DO $do$
BEGIN
    EXECUTE format('GRANT SELECT ON partners.standing_appointments TO %I', current_database() || '_lanegate_partners');
END $do$;

CREATE OR REPLACE VIEW "bit".v_partner_outreach_ready WITH (security_invoker = true) AS
SELECT i.partner_bit_id,
       i.fractional_cfo_id,
       p.firm_name,
       p.primary_contact_name,
       p.linkedin_url,
       p.email,
       p.geography,
       p.niche_focus,
       p.source,
       p.source_detail,
       p.status AS partner_status,
       i.status AS intent_status,
       i.leverage_score,
       i.leverage_factors,
       i.recommended_next_action,
       i.message_variant_id,
       l.meeting_date AS last_meeting_date,
       l.meeting_type AS last_meeting_type,
       l.outcome AS last_meeting_outcome,
       (now() AT TIME ZONE 'UTC')::date - l.meeting_date AS days_since_last_meeting,
       coalesce(l.meetings, 0) AS total_meetings,
       i.computed_at
  FROM "bit".partner_intent AS i
  JOIN partners.fractional_cfo_master AS p USING (fractional_cfo_id)
  LEFT JOIN (
       SELECT DISTINCT ON (a.fractional_cfo_id)
              a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome,
              count(*) OVER (PARTITION BY a.fractional_cfo_id) AS meetings
         FROM partners.standing_appointments AS a
        ORDER BY a.fractional_cfo_id, a.meeting_date DESC, a.created_at DESC, a.partner_appointment_uid DESC
       ) AS l USING (fractional_cfo_id)
 WHERE i.status = 'active'
 ORDER BY i.leverage_score DESC NULLS LAST, p.firm_name, p.primary_contact_name, i.fractional_cfo_id;

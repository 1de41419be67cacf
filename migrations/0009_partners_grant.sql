-- What lane B's role may do. Roles are made outside the migrations and named after the database.

DO $do$
DECLARE
    lane_role text := current_database() || '_lanegate_partners';
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA partners, "bit", shq TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON partners.fractional_cfo_master TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT ON partners.partner_appointments TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON partners.import, partners.import_batch, '
                   'partners.import_row, partners.stage_partner_master, partners.stage_partner_appointments TO %I',
                   lane_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON "bit".partner_intent TO %I', lane_role);
    EXECUTE format('GRANT SELECT ON "bit".v_partner_outreach_ready TO %I', lane_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION "bit".partner_score(partners.partner_status_enum, boolean, boolean, '
                   'partners.partner_meeting_outcome_enum, integer) TO %I', lane_role);
    EXECUTE format('GRANT SELECT ON shq.audit_log TO %I', lane_role);
    EXECUTE format('CREATE POLICY partners_reads_its_own ON shq.audit_log FOR SELECT TO %I '
                   'USING (metadata ->> ''lane'' = ''partners'')', lane_role);
END $do$;

-- What lane A's role may do. Roles are made outside the migrations and named after the database.

DO $do$
DECLARE
    lane_role text := current_database() || '_lanegate_sales';
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA sales, "bit", shq TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT ON sales.appointment_history TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON sales.import, sales.import_batch, sales.import_row, '
                   'sales.stage_appointment_history TO %I', lane_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON "bit".reactivation_intent TO %I', lane_role);
    EXECUTE format('GRANT SELECT ON "bit".v_reactivation_ready TO %I', lane_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION "bit".reactivation_score(sales.meeting_outcome_enum, '
                   'sales.meeting_type_enum, integer) TO %I', lane_role);
    EXECUTE format('GRANT SELECT ON shq.audit_log TO %I', lane_role);
    EXECUTE format('CREATE POLICY sales_reads_its_own ON shq.audit_log FOR SELECT TO %I '
                   'USING (metadata ->> ''lane'' = ''sales'')', lane_role);
END $do$;

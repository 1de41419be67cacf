-- Keeps beside a fact the form in which the check would have stored its text, and enters that in the audit log, since no
-- trigger audits an UPDATE of facts.
-- $1 an array of keys with that form
WITH changed AS (
    UPDATE partners.partner_appointments AS h
       SET metadata = h.metadata || jsonb_build_object('as_checked', jsonb_build_object('notes', f.form))
      FROM jsonb_to_recordset($1) AS f (key text, form text), partners.partner_appointments AS before
     WHERE h.partner_appointment_uid = f.key COLLATE "C" AND before.partner_appointment_uid = h.partner_appointment_uid
    RETURNING to_jsonb(before) AS old_values, to_jsonb(h) AS new_values
)
INSERT INTO shq.audit_log (schema_name, table_name, operation, record_id, old_values, new_values, performed_by,
                           correlation_id, metadata)
SELECT 'partners', 'partner_appointments', 'UPDATE', c.new_values ->> 'partner_appointment_uid', c.old_values,
       c.new_values, current_setting('lanegate.performed_by'), current_setting('lanegate.correlation_id')::uuid,
       '{"lane": "partners"}'
  FROM changed AS c

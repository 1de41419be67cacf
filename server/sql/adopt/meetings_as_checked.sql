-- Keeps beside a fact the form in which the check would have stored its text, and enters that in the audit log, since no
-- trigger audits an UPDATE of facts.
-- $1 an array of keys with that form
WITH changed AS (
    UPDATE sales.appointment_history AS h
       SET metadata = h.metadata || jsonb_build_object('as_checked', jsonb_build_object('stalled_reason', f.form))
      FROM jsonb_to_recordset($1) AS f (key text, form text), sales.appointment_history AS before
     WHERE h.appointment_uid = f.key COLLATE "C" AND before.appointment_uid = h.appointment_uid
    RETURNING to_jsonb(before) AS old_values, to_jsonb(h) AS new_values
)
INSERT INTO shq.audit_log (schema_name, table_name, operation, record_id, old_values, new_values, performed_by,
                           correlation_id, metadata)
SELECT 'sales', 'appointment_history', 'UPDATE', c.new_values ->> 'appointment_uid', c.old_values, c.new_values,
       current_setting('lanegate.performed_by'), current_setting('lanegate.correlation_id')::uuid, '{"lane": "sales"}'
  FROM changed AS c

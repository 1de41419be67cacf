-- Tells of the plan's rows which are meetings of a retracted import, and counts them by import.
-- $1 id
WITH marked AS (
    UPDATE partners.import_row AS r
       SET reason = concat_ws(' ', r.reason, 'That meeting came with an import that was retracted; reinstating it uses the meeting again.')
      FROM partners.partner_appointments AS a
      JOIN partners.retraction AS t ON t.import_id::text = a.metadata ->> 'import' AND t.reinstated_at IS NULL
     WHERE r.import_id = $1 AND r.fate IN ('duplicate', 'conflict') AND a.partner_appointment_uid = r.key
    RETURNING t.import_id
)
SELECT m.import_id, count(*) AS rows FROM marked AS m GROUP BY m.import_id ORDER BY rows DESC, m.import_id LIMIT 20

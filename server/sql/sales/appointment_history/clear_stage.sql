-- Forgets the staged rows: what was stored of them stands in the lane's tables.
-- $1 id
DELETE FROM sales.stage_appointment_history WHERE import_id = $1

-- Deletes imports that are not committed, with their batches, plans and staged rows; gives the ids of those deleted.
-- $1 ids
WITH gone AS (
    DELETE FROM sales.import WHERE import_id = ANY ($1::uuid[]) AND receipt IS NULL RETURNING import_id
), plans AS (
    DELETE FROM sales.import_row WHERE import_id IN (SELECT g.import_id FROM gone AS g)
), staged AS (
    DELETE FROM sales.stage_appointment_history WHERE import_id IN (SELECT g.import_id FROM gone AS g)
)
SELECT g.import_id FROM gone AS g

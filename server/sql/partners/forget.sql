-- Deletes imports that are not committed, with their batches, plans and staged rows; gives the ids of those deleted.
-- $1 ids
WITH gone AS (
    DELETE FROM partners.import WHERE import_id = ANY ($1::uuid[]) AND receipt IS NULL RETURNING import_id
), plans AS (
    DELETE FROM partners.import_row WHERE import_id IN (SELECT g.import_id FROM gone AS g)
), staged_partners AS (
    DELETE FROM partners.stage_partner_master WHERE import_id IN (SELECT g.import_id FROM gone AS g)
), staged_meetings AS (
    DELETE FROM partners.stage_partner_appointments WHERE import_id IN (SELECT g.import_id FROM gone AS g)
)
SELECT g.import_id FROM gone AS g

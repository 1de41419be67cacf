-- Forgets the staged rows: what was stored of them stands in the lane's tables.
-- $1 id
DELETE FROM partners.stage_partner_appointments WHERE import_id = $1

-- Forgets the last plan's rows.
-- $1 id
DELETE FROM import_row WHERE import_id = $1

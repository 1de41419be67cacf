-- Deletes an import that is not committed; its batches, plan and staged rows go with it.
-- $1 id
DELETE FROM import WHERE import_id = $1 AND receipt IS NULL

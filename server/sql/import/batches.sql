-- The batches of an import, in order, with the rows that they hold.
-- $1 id
SELECT batch, first_row, last_row FROM import_batch WHERE import_id = $1 ORDER BY batch

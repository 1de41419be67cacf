-- What is staged under a batch number.
-- $1 id, $2 batch
SELECT digest FROM import_batch WHERE import_id = $1 AND batch = $2

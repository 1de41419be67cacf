-- A batch as it was sent.
-- $1 id, $2 batch
SELECT content::text AS content FROM import_batch WHERE import_id = $1 AND batch = $2

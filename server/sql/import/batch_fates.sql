-- What the plan says of a batch's rows.
-- $1 id, $2 batch
SELECT fates::text AS fates, fills::text AS fills FROM import_batch WHERE import_id = $1 AND batch = $2

-- Imports that nobody committed and that got no batch for a while.
-- $1 the while, in seconds; $2 at most how many
SELECT import_id FROM import
 WHERE receipt IS NULL AND coalesce(last_batch_at, opened_at) < now() - make_interval(secs => $1)
 ORDER BY import_id
 LIMIT $2

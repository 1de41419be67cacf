-- Deletes imports that nobody committed and that got no batch for a while.
-- $1 the while, in seconds
DELETE FROM import
 WHERE receipt IS NULL AND coalesce(last_batch_at, opened_at) < now() - make_interval(secs => $1)

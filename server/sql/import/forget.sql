-- Deletes imports that are not committed, with their batches; gives the ids of those deleted.
-- $1 ids
DELETE FROM import WHERE import_id = ANY ($1::uuid[]) AND receipt IS NULL RETURNING import_id

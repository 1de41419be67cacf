-- Enters that a retraction was undone.
-- $1 id, $2 who, $3 what it did
UPDATE retraction SET reinstated_by = $2, reinstated_at = now(), reinstated_did = $3
 WHERE import_id = $1 AND reinstated_at IS NULL

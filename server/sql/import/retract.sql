-- Enters that an import is retracted.
-- $1 id, $2 reason, $3 who, $4 what it did
INSERT INTO retraction (import_id, reason, retracted_by, did) VALUES ($1, $2, $3, $4)

-- Writes the receipt, once.
-- $1 id, $2 receipt, $3 when
UPDATE import SET receipt = $2, committed_at = $3 WHERE import_id = $1 AND receipt IS NULL

-- Keeps a batch as it was sent, and notes that the import is alive.
-- $1 id, $2 batch, $3 digest, $4 the batch in its one JSON form, $5 rows, $6 first row, $7 last row
WITH touched AS (
    UPDATE import SET last_batch_at = now() WHERE import_id = $1
)
INSERT INTO import_batch (import_id, batch, digest, bytes, row_count, first_row, last_row, content)
VALUES ($1, $2, $3, octet_length($4), $5, $6, $7, $4::json)

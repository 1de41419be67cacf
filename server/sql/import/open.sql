-- Opens an import, unless its id is taken.
-- $1 id, $2 kind, $3 sheet, $4 rows, $5 batches, $6 the request, $7 who
INSERT INTO import (import_id, kind, sheet, row_count, batch_count, opened, opened_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (import_id) DO NOTHING

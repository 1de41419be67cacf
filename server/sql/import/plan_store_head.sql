-- Keeps a plan, row by row; the kind's plan.sql follows in parentheses.
-- $1 id, $2 fates to leave out, $3 rows to leave out
INSERT INTO import_row (import_id, sheet_row, fate, left_out, key, reason, changes)
SELECT $1, p.sheet_row, p.fate, p.left_out OR p.fate = ANY ($2::text[]), p.key, p.reason, p.changes FROM (

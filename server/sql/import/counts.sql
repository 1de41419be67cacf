-- The kept plan in numbers.
-- $1 id
SELECT fate, left_out, count(*) AS rows FROM import_row WHERE import_id = $1 GROUP BY fate, left_out

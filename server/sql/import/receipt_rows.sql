-- A page of where a committed import's rows went.
-- $1 id, $2 the last row of the page before, $3 how many, $4 whether only those of which columns could not be put back
SELECT i.sheet,
       i.receipt IS NOT NULL AS committed,
       ARRAY(SELECT jsonb_strip_nulls(jsonb_build_object(
                        'row', r.sheet_row, 'fate', r.fate, 'key', r.key, 'left_out', r.left_out, 'kept', r.kept))
               FROM import_row AS r
              WHERE r.import_id = i.import_id
                AND ($2::int IS NULL OR r.sheet_row > $2)
                AND (NOT $4 OR r.kept IS NOT NULL)
              ORDER BY r.sheet_row
              LIMIT $3) AS rows
  FROM import AS i
 WHERE i.import_id = $1

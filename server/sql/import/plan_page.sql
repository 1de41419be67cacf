-- A page of the kept plan with its digest, in one snapshot.
-- $1 id, $2 fate or null, $3 the last row of the page before, $4 how many
SELECT i.plan ->> 'digest' AS digest,
       i.receipt IS NOT NULL AS committed,
       ARRAY(SELECT jsonb_strip_nulls(jsonb_build_object(
                        'row', r.sheet_row, 'fate', r.fate, 'key', r.key, 'reason', r.reason, 'changes', r.changes,
                        'left_out', r.left_out))
               FROM import_row AS r
              WHERE r.import_id = i.import_id
                AND ($2::text IS NULL OR r.fate = $2)
                AND ($3::int IS NULL OR r.sheet_row > $3)
              ORDER BY r.sheet_row
              LIMIT $4) AS rows
  FROM import AS i
 WHERE i.import_id = $1

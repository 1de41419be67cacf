-- The batches of a page of where a committed import's rows went.
-- $1 id, $2 whether only those of which columns could not be put back, $3 the last row of the page before or null, $4 how many batches
SELECT i.sheet, i.receipt IS NOT NULL AS committed, b.last_row, b.fates::text AS fates
  FROM import AS i
  LEFT JOIN LATERAL (
       SELECT x.batch, x.last_row, x.fates
         FROM import_batch AS x
        WHERE x.import_id = i.import_id
          AND (NOT $2 OR EXISTS (SELECT FROM import_change AS c
                                  WHERE c.import_id = i.import_id AND c.kept IS NOT NULL
                                    AND c.sheet_row BETWEEN x.first_row AND x.last_row))
          AND ($3::int IS NULL OR x.last_row > $3)
        ORDER BY x.batch
        LIMIT $4) AS b ON true
 WHERE i.import_id = $1
 ORDER BY b.batch

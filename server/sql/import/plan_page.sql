-- The batches of a page of the kept plan, with its digest, in one snapshot.
-- $1 id, $2 fate or null, $3 the last row of the page before or null, $4 how many batches
SELECT i.plan ->> 'digest' AS digest, i.receipt IS NOT NULL AS committed, b.last_row, b.fates::text AS fates
  FROM import AS i
  LEFT JOIN LATERAL (
       SELECT x.batch, x.last_row, x.fates
         FROM import_batch AS x
        WHERE x.import_id = i.import_id
          AND ($2::text IS NULL OR x.counts ? $2)
          AND ($3::int IS NULL OR x.last_row > $3)
        ORDER BY x.batch
        LIMIT $4) AS b ON true
 WHERE i.import_id = $1
 ORDER BY b.batch

-- A page of imports, newest first (their ids, UUIDv7, ascend with time), or one of them; each with its missing batches (at most 100).
-- $1 one id or null, $2 the last id of the page before or null, $3 how many
SELECT i.import_id, i.opened, i.opened_by, i.opened_at, i.plan, i.receipt,
       (SELECT count(*)::int FROM import_batch AS b WHERE b.import_id = i.import_id) AS staged_batches,
       ARRAY(SELECT n::int FROM generate_series(0, i.batch_count - 1) AS n
              WHERE NOT EXISTS (SELECT FROM import_batch AS b WHERE b.import_id = i.import_id AND b.batch = n)
              ORDER BY n LIMIT 100) AS missing_batches,
       -- The last retraction.
       (SELECT jsonb_strip_nulls(jsonb_build_object(
                   'retracted_by', t.retracted_by, 'retracted_at', t.retracted_at, 'reason', t.reason, 'did', t.did,
                   'reinstated', CASE WHEN t.reinstated_at IS NOT NULL THEN jsonb_build_object(
                       'reinstated_by', t.reinstated_by, 'reinstated_at', t.reinstated_at, 'did', t.reinstated_did) END))
          FROM retraction AS t
         WHERE t.import_id = i.import_id
         ORDER BY t.retraction_id DESC
         LIMIT 1) AS retraction
  FROM import AS i
 WHERE ($1::uuid IS NULL OR i.import_id = $1)
   AND ($2::uuid IS NULL OR i.import_id < $2)
 ORDER BY i.import_id DESC
 LIMIT $3

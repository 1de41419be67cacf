-- One import, with its missing batches (at most 100).
-- $1 id
SELECT i.opened, i.opened_by, i.opened_at, i.plan, i.receipt, i.leave_out,
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
 WHERE i.import_id = $1

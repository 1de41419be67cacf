-- A page of what imports have changed of partners, which a retraction puts back with its keys.
-- $1 the import of the last row of the page before, or null, $2 that row, $3 how many
SELECT import_id, sheet_row, jsonb_build_object('before', before, 'after', after, 'put_back', to_jsonb(put_back)) AS earlier
  FROM partners.import_change
 WHERE $1::uuid IS NULL OR (import_id, sheet_row) > ($1, $2)
 ORDER BY import_id, sheet_row
 LIMIT $3

-- The digest of the plan that is kept: over rows in groups of 2,000, then over the groups, so that memory stays bounded.
-- $1 id. The same text over the same columns as in digest_head.sql.
SELECT encode(sha256(coalesce(string_agg(g.digest, ''::bytea ORDER BY g.part), ''::bytea)), 'hex') AS digest
  FROM (SELECT r.sheet_row / 2000 AS part,
               sha256(convert_to(string_agg(
                   concat_ws(E'\x1f', r.sheet_row, r.fate, r.left_out, r.key, r.changes), E'\x1e' ORDER BY r.sheet_row
               ), 'UTF8')) AS digest
          FROM import_row AS r
         WHERE r.import_id = $1
         GROUP BY 1) AS g

-- The digest of the plan as it is now; the kind's plan.sql follows in parentheses.
-- $1 id, $2 fates to leave out, $3 rows to leave out. The same text over the same columns as in digest_stored.sql.
SELECT encode(sha256(coalesce(string_agg(g.digest, ''::bytea ORDER BY g.part), ''::bytea)), 'hex') AS digest
  FROM (SELECT r.sheet_row / 2000 AS part,
               sha256(convert_to(string_agg(
                   concat_ws(E'\x1f', r.sheet_row, r.fate, r.left_out OR r.fate = ANY ($2::text[]), r.key, r.changes),
                   E'\x1e' ORDER BY r.sheet_row
               ), 'UTF8')) AS digest
          FROM (

-- Tells of the plan's known partners which came with a retracted import, and counts them by import.
-- $1 id
WITH marked AS (
    UPDATE partners.import_row AS r
       SET reason = concat_ws(' ', r.reason, 'This partner came with an import that was retracted.')
      FROM partners.fractional_cfo_master AS m
      JOIN partners.retraction AS t ON t.import_id::text = m.metadata ->> 'import' AND t.reinstated_at IS NULL
     WHERE r.import_id = $1 AND r.fate IN ('update', 'unchanged') AND m.fractional_cfo_id::text = r.key
    RETURNING t.import_id
)
SELECT m.import_id, count(*) AS rows FROM marked AS m GROUP BY m.import_id ORDER BY rows DESC, m.import_id LIMIT 20

-- Gives the intents that a retraction paused their state before, unless a person has changed them since. Where another retraction
-- is about the same partner, it goes on under that one.
-- $1 id
WITH others AS (
    SELECT split_part(r.key, '|', 1) AS partner, min(t.import_id::text) AS import
      FROM partners.retraction AS t
      JOIN partners.import_row AS r USING (import_id)
      JOIN "bit".partner_intent AS i ON i.fractional_cfo_id::text = split_part(r.key, '|', 1)
     WHERE t.reinstated_at IS NULL AND t.import_id <> $1 AND r.fate IN ('create', 'new') AND NOT r.left_out
       -- What a person decided since is no retraction's any more.
       AND (i.metadata #>> '{kill_switch,at}' IS NULL OR (i.metadata #>> '{kill_switch,at}')::timestamptz < t.retracted_at)
     GROUP BY 1
)
UPDATE "bit".partner_intent AS i
   SET status = CASE WHEN p.other IS NULL THEN i.metadata #>> '{retracted,was}' ELSE i.status END,
       metadata = CASE WHEN p.other IS NULL THEN i.metadata - 'retracted'
                       ELSE jsonb_set(i.metadata, '{retracted,import}', to_jsonb(p.other)) END
  FROM (SELECT DISTINCT split_part(r.key, '|', 1) AS partner, o.import AS other
          FROM partners.import_row AS r
          LEFT JOIN others AS o ON o.partner = split_part(r.key, '|', 1)
         WHERE r.import_id = $1 AND r.fate IN ('create', 'new') AND NOT r.left_out) AS p
 WHERE i.fractional_cfo_id::text = p.partner
   AND i.metadata #>> '{retracted,import}' = $1::text

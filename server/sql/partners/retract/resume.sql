-- Gives the intents that a retraction paused their state before, unless a person has changed them since. Where another retraction
-- is about the same partner, it goes on under that one.
-- $1 id, $2 the partners
WITH named AS (
    -- The imports that a partner and its meetings came with.
    SELECT m.fractional_cfo_id, m.metadata ->> 'import' AS import
      FROM partners.fractional_cfo_master AS m
     WHERE m.fractional_cfo_id = ANY ($2::uuid[])
    UNION
    SELECT a.fractional_cfo_id, a.metadata ->> 'import'
      FROM partners.partner_appointments AS a
     WHERE a.fractional_cfo_id = ANY ($2::uuid[])
), others AS (
    SELECT n.fractional_cfo_id, min(n.import) AS import
      FROM named AS n
      JOIN partners.retraction AS t ON t.import_id::text = n.import AND t.reinstated_at IS NULL AND t.import_id <> $1
      JOIN "bit".partner_intent AS i ON i.fractional_cfo_id = n.fractional_cfo_id
     -- What a person decided since is no retraction's any more.
     WHERE i.metadata #>> '{kill_switch,at}' IS NULL OR (i.metadata #>> '{kill_switch,at}')::timestamptz < t.retracted_at
     GROUP BY n.fractional_cfo_id
)
UPDATE "bit".partner_intent AS i
   SET status = CASE WHEN p.other IS NULL THEN i.metadata #>> '{retracted,was}' ELSE i.status END,
       metadata = CASE WHEN p.other IS NULL THEN i.metadata - 'retracted'
                       ELSE jsonb_set(i.metadata, '{retracted,import}', to_jsonb(p.other)) END
  FROM (SELECT t.fractional_cfo_id, o.import AS other
          FROM unnest($2::uuid[]) AS t (fractional_cfo_id)
          LEFT JOIN others AS o USING (fractional_cfo_id)) AS p
 WHERE i.fractional_cfo_id = p.fractional_cfo_id
   AND i.metadata #>> '{retracted,import}' = $1::text

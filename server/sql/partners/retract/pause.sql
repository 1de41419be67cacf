-- Pauses the intents of the partners that an import created or whose meetings it inserted, and notes their state before.
-- $1 id
UPDATE "bit".partner_intent AS i
   SET status = 'paused',
       metadata = i.metadata || jsonb_build_object('retracted', jsonb_build_object('import', $1, 'was', i.status))
  FROM (SELECT DISTINCT split_part(r.key, '|', 1) AS partner
          FROM partners.import_row AS r
         WHERE r.import_id = $1 AND r.fate IN ('create', 'new') AND NOT r.left_out) AS p
 WHERE i.fractional_cfo_id::text = p.partner
   AND i.status IN ('pending', 'active')

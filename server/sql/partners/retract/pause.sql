-- Pauses the intents of partners that an import created or whose meetings it inserted, and notes their state before.
-- $1 id, $2 the partners
UPDATE "bit".partner_intent AS i
   SET status = 'paused',
       metadata = i.metadata || jsonb_build_object('retracted', jsonb_build_object('import', $1, 'was', i.status))
 WHERE i.fractional_cfo_id = ANY ($2::uuid[])
   AND i.status IN ('pending', 'active')

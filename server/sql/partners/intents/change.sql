-- The kill switch of one partner. What a person decides is no retraction's any more. One that was never scored resumes as pending.
-- $1 id, $2 state, $3 who
UPDATE "bit".partner_intent AS i
   SET status = CASE WHEN $2::text = 'active' AND i.leverage_score IS NULL THEN 'pending' ELSE $2 END,
       metadata = (i.metadata - 'retracted') || jsonb_build_object('kill_switch', jsonb_build_object('by', $3::text, 'at', now()))
 WHERE i.partner_bit_id = $1

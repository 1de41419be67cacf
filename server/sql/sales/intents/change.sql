-- The kill switch of one meeting. What a person decides is no retraction's any more.
-- $1 id, $2 state, $3 reason or null, $4 date or null, $5 who
UPDATE "bit".reactivation_intent AS i
   SET eligibility_status = $2::"bit".eligibility_status_enum,
       exclusion_reason = $3,
       cooling_off_until = $4,
       metadata = (i.metadata - 'retracted') || jsonb_build_object('kill_switch', jsonb_build_object('by', $5::text, 'at', now()))
 WHERE i.reactivation_bit_id = $1

-- Makes the intents that meetings lack, scored. Progressed and lost meetings get none.
-- $1 the adoption
INSERT INTO "bit".reactivation_intent (appointment_uid, bit_score, bit_reason_codes, computed_at, metadata)
SELECT h.appointment_uid, score.score, score.reasons, now(), jsonb_build_object('adoption', $1::uuid)
  FROM sales.appointment_history AS h
 CROSS JOIN LATERAL "bit".reactivation_score(
       h.meeting_outcome, h.meeting_type, (now() AT TIME ZONE 'UTC')::date - h.meeting_date) AS score
 WHERE h.meeting_outcome IN ('stalled', 'ghosted')
   AND NOT EXISTS (SELECT FROM "bit".reactivation_intent AS i WHERE i.appointment_uid = h.appointment_uid)

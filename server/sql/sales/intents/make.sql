-- Makes the intents of meetings that were just inserted, scored. Progressed and lost meetings get none.
-- $1 id, $2 the meetings' keys
INSERT INTO "bit".reactivation_intent (appointment_uid, bit_score, bit_reason_codes, computed_at, metadata)
SELECT h.appointment_uid, score.score, score.reasons, now(), jsonb_build_object('import', $1)
  FROM sales.appointment_history AS h
 CROSS JOIN LATERAL "bit".reactivation_score(
       h.meeting_outcome, h.meeting_type, (now() AT TIME ZONE 'UTC')::date - h.meeting_date) AS score
 WHERE h.appointment_uid = ANY ($2::text[])
   AND h.meeting_outcome IN ('stalled', 'ghosted')
 -- In the order of the keys, so that the indexes over them are filled page by page.
 ORDER BY h.appointment_uid

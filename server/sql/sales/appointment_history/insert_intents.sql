-- Makes the intents of the meetings just inserted, scored. Progressed and lost meetings get none.
-- $1 id
INSERT INTO "bit".reactivation_intent (appointment_uid, bit_score, bit_reason_codes, computed_at, metadata)
SELECT r.key, score.score, score.reasons, now(), jsonb_build_object('import', $1)
  FROM sales.import_row AS r
  JOIN sales.stage_appointment_history AS s USING (import_id, sheet_row)
 CROSS JOIN LATERAL "bit".reactivation_score(
       s.meeting_outcome, s.meeting_type, (now() AT TIME ZONE 'UTC')::date - s.meeting_date) AS score
 WHERE r.import_id = $1 AND r.fate = 'new' AND NOT r.left_out
   AND s.meeting_outcome IN ('stalled', 'ghosted')
 -- In the order of the keys, so that the indexes over them are filled page by page.
 ORDER BY r.key

-- Makes the intents of meetings that were just inserted, scored. Progressed and lost meetings get none.
-- $1 id; for each meeting: $2 its key, $3 its outcome, $4 its type, $5 its date
INSERT INTO "bit".reactivation_intent (appointment_uid, bit_score, bit_reason_codes, computed_at, metadata)
SELECT m.appointment_uid, score.score, score.reasons, now(), jsonb_build_object('import', $1)
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS m (appointment_uid, outcome, type, held_on)
 CROSS JOIN LATERAL "bit".reactivation_score(
       m.outcome::sales.meeting_outcome_enum, m.type::sales.meeting_type_enum,
       (now() AT TIME ZONE 'UTC')::date - m.held_on::date) AS score
 WHERE m.outcome IN ('stalled', 'ghosted')

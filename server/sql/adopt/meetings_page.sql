-- A page of meetings that state a reason, for its stored form.
-- $1 the last key of the page before, or null, $2 how many
SELECT appointment_uid AS key, stalled_reason AS text
  FROM sales.appointment_history
 WHERE stalled_reason IS NOT NULL AND ($1::text IS NULL OR appointment_uid > $1 COLLATE "C")
 ORDER BY appointment_uid
 LIMIT $2

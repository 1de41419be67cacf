-- Meetings that name neither company nor person, under the one key that the old script gave to all of a day.
-- $1 how many to show
SELECT h.appointment_uid || ': ' || h.meeting_type || ', ' || h.meeting_outcome AS what, count(*) OVER () AS total
  FROM sales.appointment_history AS h
 WHERE h.company_id IS NULL AND h.people_id IS NULL AND h.appointment_uid !~ '^UNKNOWN\|anon-[0-9a-f]{16}\|'
 ORDER BY h.appointment_uid LIMIT $1

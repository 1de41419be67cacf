-- Meetings of one company, person and day that stand under several keys.
-- $1 how many to show
SELECT string_agg(h.appointment_uid, ', ' ORDER BY h.appointment_uid) AS what, count(*) OVER () AS total
  FROM sales.appointment_history AS h
 WHERE h.company_id IS NOT NULL OR h.people_id IS NOT NULL
 GROUP BY h.company_id, h.people_id, h.meeting_date
HAVING count(*) > 1
 ORDER BY min(h.appointment_uid) LIMIT $1

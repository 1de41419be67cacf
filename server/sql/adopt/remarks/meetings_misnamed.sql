-- Meetings whose key is not the one that their company, person and day give.
-- $1 how many to show
SELECT format('%s: expected %s', h.appointment_uid, e.uid) AS what, count(*) OVER () AS total
  FROM sales.appointment_history AS h
 CROSS JOIN LATERAL (SELECT concat_ws('|', coalesce(h.company_id::text, 'UNKNOWN'), coalesce(h.people_id::text, 'UNKNOWN'),
                                      to_char(h.meeting_date, 'YYYY-MM-DD')) COLLATE "C" AS uid) AS e
 WHERE (h.company_id IS NOT NULL OR h.people_id IS NOT NULL) AND h.appointment_uid <> e.uid
 ORDER BY h.appointment_uid LIMIT $1

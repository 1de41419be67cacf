-- Facts whose text is not in the form that the check stores. Their own text stays; metadata holds that form.
-- $1 how many to show
SELECT w.key AS what, count(*) OVER () AS total
  FROM (
       SELECT h.appointment_uid AS key FROM sales.appointment_history AS h WHERE h.metadata ? 'as_checked'
       UNION ALL
       SELECT a.partner_appointment_uid FROM partners.partner_appointments AS a WHERE a.metadata ? 'as_checked'
       ) AS w
 ORDER BY w.key LIMIT $1

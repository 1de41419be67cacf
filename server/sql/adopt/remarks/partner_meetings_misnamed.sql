-- Partner meetings whose key has no number, or another form.
-- $1 how many to show
SELECT a.partner_appointment_uid AS what, count(*) OVER () AS total
  FROM partners.partner_appointments AS a
 WHERE a.partner_appointment_uid !~ '^[0-9a-f-]{36}\|[0-9]{4}-[0-9]{2}-[0-9]{2}\|[1-9][0-9]{0,17}$'
 ORDER BY a.partner_appointment_uid LIMIT $1

-- A page of partner meetings that have notes, for their stored form.
-- $1 the last key of the page before, or null, $2 how many
SELECT partner_appointment_uid AS key, notes AS text
  FROM partners.partner_appointments
 WHERE notes IS NOT NULL AND ($1::text IS NULL OR partner_appointment_uid > $1 COLLATE "C")
 ORDER BY partner_appointment_uid
 LIMIT $2

-- A page of partners with their keys.
-- $1 the last id of the page before, or null, $2 how many
SELECT fractional_cfo_id, firm_name, primary_contact_name, linkedin_url, email, email_key, linkedin_key, name_key
  FROM partners.fractional_cfo_master
 WHERE $1::uuid IS NULL OR fractional_cfo_id > $1
 ORDER BY fractional_cfo_id
 LIMIT $2

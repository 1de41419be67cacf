-- Partners with a value that no key can be made of: they are not recognised by it.
-- $1 how many to show
SELECT m.fractional_cfo_id || ' (' || m.firm_name || '): '
       || concat_ws('; ',
              CASE WHEN m.email_key IS NULL AND btrim(m.email) <> '' THEN format('the e-mail "%s"', left(m.email, 80)) END,
              CASE WHEN m.linkedin_key IS NULL AND btrim(m.linkedin_url) <> ''
                   THEN format('the LinkedIn address "%s"', left(m.linkedin_url, 80)) END,
              CASE WHEN m.name_key IS NULL THEN 'firm or contact' END) AS what,
       count(*) OVER () AS total
  FROM partners.fractional_cfo_master AS m
 WHERE m.email_key IS NULL AND btrim(m.email) <> ''
    OR m.linkedin_key IS NULL AND btrim(m.linkedin_url) <> ''
    OR m.name_key IS NULL
 ORDER BY m.fractional_cfo_id LIMIT $1

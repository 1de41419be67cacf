-- Partners that are there more than once by our keys. A weaker key tells only where no stronger one tells them apart.
-- $1 how many to show
WITH by_email AS (
    SELECT 'e-mail ' || email_key AS key, array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id) AS ids
      FROM partners.fractional_cfo_master
     WHERE email_key IS NOT NULL GROUP BY email_key HAVING count(*) > 1
), by_linkedin AS (
    SELECT 'LinkedIn ' || linkedin_key, array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id)
      FROM partners.fractional_cfo_master
     WHERE linkedin_key IS NOT NULL GROUP BY linkedin_key HAVING count(*) > 1 AND bool_or(email_key IS NULL)
), by_name AS (
    SELECT 'firm and contact ' || replace(name_key, E'\x1f', ' / '),
           array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id)
      FROM partners.fractional_cfo_master
     WHERE name_key IS NOT NULL GROUP BY name_key
    HAVING count(*) > 1
       AND (bool_or(email_key IS NULL AND linkedin_key IS NULL)
            OR bool_or(email_key IS NULL) AND bool_or(linkedin_key IS NULL))
), doubled AS (
    SELECT * FROM by_email UNION ALL SELECT * FROM by_linkedin UNION ALL SELECT * FROM by_name
)
SELECT d.key || ': ' || array_to_string(d.ids[1:5], ', ')
       || CASE WHEN cardinality(d.ids) > 5 THEN format(' and %s more', cardinality(d.ids) - 5) ELSE '' END AS what,
       count(*) OVER () AS total
  FROM doubled AS d ORDER BY d.key COLLATE "C" LIMIT $1

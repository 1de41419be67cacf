-- Partners that are one by their new keys: groups with a partner whose keys have changed. A weaker key counts only where no stronger
-- one tells partners apart.
-- $1 how many to show, $2 the audit log's last entry before, $3 the correlation id of the change
WITH changed AS (
    SELECT a.record_id::uuid AS id
      FROM shq.audit_log AS a
     WHERE a.audit_id > $2 AND a.correlation_id = $3 AND a.table_name = 'fractional_cfo_master'
), partner AS (
    SELECT m.*, c.id IS NOT NULL AS changed
      FROM partners.fractional_cfo_master AS m LEFT JOIN changed AS c ON c.id = m.fractional_cfo_id
), by_email AS (
    SELECT 'e-mail' AS key, array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id) AS ids
      FROM partner
     WHERE email_key IS NOT NULL GROUP BY email_key HAVING count(*) > 1 AND bool_or(changed)
), by_linkedin AS (
    SELECT 'LinkedIn profile', array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id)
      FROM partner
     WHERE linkedin_key IS NOT NULL GROUP BY linkedin_key
    HAVING count(*) > 1 AND bool_or(changed) AND bool_or(email_key IS NULL)
), by_name AS (
    SELECT 'firm and contact', array_agg(fractional_cfo_id ORDER BY created_at, fractional_cfo_id)
      FROM partner
     WHERE name_key IS NOT NULL GROUP BY name_key
    HAVING count(*) > 1 AND bool_or(changed)
       AND (bool_or(email_key IS NULL AND linkedin_key IS NULL)
            OR bool_or(email_key IS NULL) AND bool_or(linkedin_key IS NULL))
), coinciding AS (
    SELECT * FROM by_email UNION ALL SELECT * FROM by_linkedin UNION ALL SELECT * FROM by_name
)
SELECT 'the same ' || c.key || ': ' || array_to_string(c.ids[1:5], ', ')
       || CASE WHEN cardinality(c.ids) > 5 THEN format(' and %s more', cardinality(c.ids) - 5) ELSE '' END AS what,
       count(*) OVER () AS total
  FROM coinciding AS c ORDER BY c.key COLLATE "C", c.ids LIMIT $1

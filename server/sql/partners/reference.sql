-- A page of the partners' ids and names.
-- $1 the last id of the page before, $2 how many
SELECT to_jsonb(p) AS partner
  FROM (SELECT m.fractional_cfo_id, m.firm_name, m.primary_contact_name
          FROM partners.fractional_cfo_master AS m
         WHERE $1::uuid IS NULL OR m.fractional_cfo_id > $1
         ORDER BY m.fractional_cfo_id
         LIMIT $2) AS p

-- Gives partners the keys that they are recognised by.
-- $1 an array of ids with their keys
UPDATE partners.fractional_cfo_master AS m
   SET email_key = k.email_key, linkedin_key = k.linkedin_key, name_key = k.name_key
  FROM jsonb_to_recordset($1) AS k (fractional_cfo_id uuid, email_key text, linkedin_key text, name_key text)
 WHERE m.fractional_cfo_id = k.fractional_cfo_id

-- Stores what imports have changed of partners, with keys of the current rules.
-- $1 an array of rows
UPDATE partners.import_change AS c
   SET before = k.earlier -> 'before', after = k.earlier -> 'after',
       put_back = CASE WHEN jsonb_typeof(k.earlier -> 'put_back') = 'array'
                       THEN ARRAY(SELECT jsonb_array_elements_text(k.earlier -> 'put_back')) END
  FROM jsonb_to_recordset($1) AS k (import_id uuid, sheet_row integer, earlier jsonb)
 WHERE c.import_id = k.import_id AND c.sheet_row = k.sheet_row

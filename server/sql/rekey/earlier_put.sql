-- Stores what imports have changed of partners, with keys of the current rules.
-- $1 an array of rows
UPDATE partners.import_row AS r
   SET earlier = k.earlier
  FROM jsonb_to_recordset($1) AS k (import_id uuid, sheet_row integer, earlier jsonb)
 WHERE r.import_id = k.import_id AND r.sheet_row = k.sheet_row

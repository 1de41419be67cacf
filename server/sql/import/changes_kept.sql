-- The columns that could not be put back, of some rows of an import.
-- $1 id, $2 the first row, $3 the last row
SELECT sheet_row, kept FROM import_change WHERE import_id = $1 AND kept IS NOT NULL AND sheet_row BETWEEN $2 AND $3

-- Notes what a retraction or a reinstatement did with what an import changed.
-- $1 id, $2 rows; arrays of names for each row: $3 what a retraction put back, or null, $4 what could not be put back, or null
UPDATE import_change AS c
   SET put_back = CASE WHEN n.put_back IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(n.put_back)) END,
       kept = CASE WHEN n.kept IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(n.kept)) END
  FROM unnest($2::int[], $3::jsonb[], $4::jsonb[]) AS n (sheet_row, put_back, kept)
 WHERE c.import_id = $1 AND c.sheet_row = n.sheet_row

) AS p
-- In the order in which they are read, so that reading them visits each page once.
 ORDER BY p.sheet_row

-- Whether rows of a batch would not stand between those of the batches before and after it.
-- $1 id, $2 batch, $3 its first row, $4 its last row
SELECT EXISTS (
    SELECT FROM import_batch
     WHERE import_id = $1
       AND ((batch < $2 AND last_row >= $3) OR (batch > $2 AND first_row <= $4))
) AS overlaps

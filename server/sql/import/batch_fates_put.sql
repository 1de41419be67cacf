-- Keeps what the plan says of a batch's rows.
-- $1 id, $2 batch, $3 the plan's rows, $4 how many have each fate, $5 the blanks that later rows fill, or null
UPDATE import_batch SET fates = $3::json, counts = $4::jsonb, fills = $5::json WHERE import_id = $1 AND batch = $2

-- How many rows the staged batches hold.
-- $1 id
SELECT coalesce(sum(row_count), 0)::bigint AS staged FROM import_batch WHERE import_id = $1

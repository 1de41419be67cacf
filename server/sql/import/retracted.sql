-- Which of some imports are retracted.
-- $1 imports
SELECT import_id FROM retraction WHERE reinstated_at IS NULL AND import_id = ANY ($1::uuid[])

-- Keeps the plan's summary, what was left out, and what the plan depends on.
-- $1 id, $2 summary, $3 what is left out, $4 the version of the planner's rules, $5 the lane's records
UPDATE import SET plan = $2, leave_out = $3, planner = $4, planned_records = $5 WHERE import_id = $1

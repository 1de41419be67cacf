-- Keeps the plan's summary and what was left out.
-- $1 id, $2 summary, $3 what is left out
UPDATE import SET plan = $2, leave_out = $3 WHERE import_id = $1

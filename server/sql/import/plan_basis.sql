-- What an import's last plan depends on, and the lane's records as they are.
-- $1 id
SELECT i.leave_out, i.planner, i.planned_records, (SELECT s.records FROM lane_state AS s) AS records
  FROM import AS i
 WHERE i.import_id = $1

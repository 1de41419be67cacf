-- The rows that an import's last plan left out.
-- $1 import
SELECT leave_out FROM import WHERE import_id = $1

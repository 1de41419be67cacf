-- Entries of the audit log that are of neither lane: no lane reads them.
-- $1 how many to show
SELECT format('%s.%s: %s', l.schema_name, l.table_name, count(*)) AS what, sum(count(*)) OVER ()::bigint AS total
  FROM shq.audit_log AS l
 WHERE l.metadata ->> 'lane' IS NULL
 GROUP BY l.schema_name, l.table_name
 ORDER BY count(*) DESC, 1 LIMIT $1

-- Partners that have lost a key: what is stored makes none by the new rules.
-- $1 how many to show, $2 the audit log's last entry before, $3 the correlation id of the change
SELECT a.record_id || ': '
       || concat_ws(', ', CASE WHEN a.new_values ->> 'email_key' IS NULL AND a.old_values ->> 'email_key' IS NOT NULL
                               THEN 'e-mail' END,
                    CASE WHEN a.new_values ->> 'linkedin_key' IS NULL AND a.old_values ->> 'linkedin_key' IS NOT NULL
                         THEN 'LinkedIn' END,
                    CASE WHEN a.new_values ->> 'name_key' IS NULL AND a.old_values ->> 'name_key' IS NOT NULL
                         THEN 'firm and contact' END) AS what,
       count(*) OVER () AS total
  FROM shq.audit_log AS a
 WHERE a.audit_id > $2 AND a.correlation_id = $3 AND a.table_name = 'fractional_cfo_master'
   AND (a.new_values ->> 'email_key' IS NULL AND a.old_values ->> 'email_key' IS NOT NULL
        OR a.new_values ->> 'linkedin_key' IS NULL AND a.old_values ->> 'linkedin_key' IS NOT NULL
        OR a.new_values ->> 'name_key' IS NULL AND a.old_values ->> 'name_key' IS NOT NULL)
 ORDER BY a.record_id COLLATE "C" LIMIT $1

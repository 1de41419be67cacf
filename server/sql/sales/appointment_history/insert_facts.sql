-- Inserts the plan's new meetings. Blanks are filled from later rows of the same meeting; defaults apply only here.
-- $1 id
INSERT INTO sales.appointment_history
       (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason, source,
        source_record_id, metadata)
SELECT r.key, s.company_id, s.people_id, s.meeting_date, s.meeting_type, s.meeting_outcome,
       coalesce(s.stalled_reason, later.stalled_reason),
       coalesce(s.source, later.source, 'manual'),
       coalesce(s.source_record_id, later.source_record_id),
       jsonb_build_object('import', $1, 'sheet', (SELECT i.sheet FROM sales.import AS i WHERE i.import_id = $1),
                          'row', r.sheet_row)
  FROM sales.import_row AS r
  JOIN sales.stage_appointment_history AS s USING (import_id, sheet_row)
  LEFT JOIN (
       SELECT d.key,
              (array_agg(t.stalled_reason ORDER BY t.sheet_row) FILTER (WHERE t.stalled_reason IS NOT NULL))[1]
                  AS stalled_reason,
              (array_agg(t.source ORDER BY t.sheet_row) FILTER (WHERE t.source IS NOT NULL))[1] AS source,
              (array_agg(t.source_record_id ORDER BY t.sheet_row) FILTER (WHERE t.source_record_id IS NOT NULL))[1]
                  AS source_record_id
         FROM sales.import_row AS d
         JOIN sales.stage_appointment_history AS t USING (import_id, sheet_row)
        WHERE d.import_id = $1 AND d.fate = 'duplicate' AND NOT d.left_out
        GROUP BY d.key
       ) AS later ON later.key = r.key
 WHERE r.import_id = $1 AND r.fate = 'new' AND NOT r.left_out
 -- In the order of the keys, so that the indexes over them are filled page by page.
 ORDER BY r.key

-- Inserts the plan's new partner meetings. Blank notes are filled from later rows of the same meeting.
-- $1 id
INSERT INTO partners.partner_appointments
       (partner_appointment_uid, fractional_cfo_id, meeting_date, meeting_type, outcome, notes, metadata)
SELECT r.key, s.fractional_cfo_id, s.meeting_date, s.meeting_type, s.outcome, coalesce(s.notes, later.notes),
       jsonb_build_object('import', $1, 'sheet', (SELECT i.sheet FROM partners.import AS i WHERE i.import_id = $1),
                          'row', r.sheet_row)
  FROM partners.import_row AS r
  JOIN partners.stage_partner_appointments AS s USING (import_id, sheet_row)
  LEFT JOIN (
       SELECT d.key, (array_agg(t.notes ORDER BY t.sheet_row) FILTER (WHERE t.notes IS NOT NULL))[1] AS notes
         FROM partners.import_row AS d
         JOIN partners.stage_partner_appointments AS t USING (import_id, sheet_row)
        WHERE d.import_id = $1 AND d.fate = 'duplicate' AND NOT d.left_out
        GROUP BY d.key
       ) AS later ON later.key = r.key
 WHERE r.import_id = $1 AND r.fate = 'new' AND NOT r.left_out
 -- In the order of the keys, so that the indexes over them are filled page by page.
 ORDER BY r.key

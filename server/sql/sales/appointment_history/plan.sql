-- What a commit would do with each staged meeting. Stands in plan_store and digest, which give the arguments:
-- $1 id, $2 fates to leave out, $3 rows to leave out. Rows that are left out by number do not count against others.
WITH staged AS (
    SELECT s.sheet_row, s.meeting_type, s.meeting_outcome, s.stalled_reason, s.sheet_row = ANY ($3::int[]) AS left_out,
           s.appointment_uid AS key
      FROM sales.stage_appointment_history AS s
     WHERE s.import_id = $1 AND s.appointment_uid IS NOT NULL
    UNION ALL
    -- The one digest that SQL computes: its occurrence number needs the whole import.
    SELECT s.sheet_row, s.meeting_type, s.meeting_outcome, s.stalled_reason, s.sheet_row = ANY ($3::int[]),
           'UNKNOWN|anon-' || left(encode(sha256(convert_to(
               s.anon || E'\x1f' || row_number() OVER (PARTITION BY s.meeting_date, s.anon ORDER BY s.sheet_row), 'UTF8'
           )), 'hex'), 16) || '|' || to_char(s.meeting_date, 'YYYY-MM-DD')
      FROM sales.stage_appointment_history AS s
     WHERE s.import_id = $1 AND s.appointment_uid IS NULL
), repeated_keys AS (
    SELECT s.key FROM staged AS s GROUP BY s.key HAVING count(*) > 1
), repeated AS (
    -- Keys that several rows of the import have. The check settles those within a file; this holds whatever was sent.
    SELECT s.key,
           coalesce(min(s.sheet_row) FILTER (WHERE NOT s.left_out), min(s.sheet_row)) AS first_row,
           min(s.sheet_row) AS lowest, max(s.sheet_row) AS highest,
           coalesce(min(s.meeting_type) FILTER (WHERE NOT s.left_out) <> max(s.meeting_type) FILTER (WHERE NOT s.left_out)
               OR min(s.meeting_outcome) FILTER (WHERE NOT s.left_out) <> max(s.meeting_outcome) FILTER (WHERE NOT s.left_out)
               OR min(s.stalled_reason) FILTER (WHERE NOT s.left_out) <> max(s.stalled_reason) FILTER (WHERE NOT s.left_out),
               false) AS contradicts,
           coalesce(min(s.meeting_type) <> max(s.meeting_type)
               OR min(s.meeting_outcome) <> max(s.meeting_outcome)
               OR min(s.stalled_reason) <> max(s.stalled_reason), false) AS contradicts_with_left_out
      FROM staged AS s
      JOIN repeated_keys AS k ON k.key = s.key
     GROUP BY s.key
), compared AS (
    SELECT s.*,
           h.appointment_uid IS NOT NULL AS stored,
           h.meeting_type AS stored_type, h.meeting_outcome AS stored_outcome, h.stalled_reason AS stored_stalled_reason,
           s.meeting_type IS DISTINCT FROM h.meeting_type AS type_differs,
           s.meeting_outcome IS DISTINCT FROM h.meeting_outcome AS outcome_differs,
           -- A blank in the file matches anything; a value against a stored blank does not.
           s.stalled_reason IS NOT NULL AND s.stalled_reason IS DISTINCT FROM h.stalled_reason AS reason_differs,
           CASE WHEN s.left_out THEN r.contradicts_with_left_out ELSE r.contradicts END AS contradicts,
           s.sheet_row <> r.first_row AS later,
           r.first_row,
           CASE s.sheet_row WHEN r.lowest THEN r.highest ELSE r.lowest END AS other_row
      FROM staged AS s
      LEFT JOIN repeated AS r ON r.key = s.key
      LEFT JOIN (
           -- The text of a fact from before Lanegate stays as it was; beside it stands the form that the check gives it.
           SELECT f.appointment_uid, f.meeting_type, f.meeting_outcome,
                  coalesce(f.metadata #>> '{as_checked,stalled_reason}', f.stalled_reason) AS stalled_reason
             FROM sales.appointment_history AS f
           ) AS h ON h.appointment_uid = s.key
), judged AS (
    SELECT c.*,
           CASE WHEN c.contradicts THEN 'conflict'
                WHEN c.stored AND NOT (c.type_differs OR c.outcome_differs OR c.reason_differs) THEN 'duplicate'
                WHEN c.stored THEN 'conflict'
                WHEN c.later THEN 'duplicate'
                ELSE 'new' END AS fate
      FROM compared AS c
)
SELECT j.sheet_row, j.fate, j.left_out, j.key,
       CASE WHEN j.contradicts
            THEN format('Row %s of this import is the same company, person and day, with other values. One meeting per '
                        'company, person and day is kept.', j.other_row)
            WHEN j.fate = 'conflict'
            THEN 'The database has a meeting of this company, person and day with other values. One meeting per '
                 'company, person and day is kept.'
            WHEN j.fate = 'duplicate' AND j.stored THEN 'The database has this meeting already.'
            WHEN j.fate = 'duplicate' THEN format('Row %s of this import is the same meeting.', j.first_row)
       END AS reason,
       CASE WHEN j.stored AND j.fate = 'conflict' AND (j.type_differs OR j.outcome_differs OR j.reason_differs)
            THEN jsonb_path_query_array(jsonb_build_array(
                CASE WHEN j.type_differs THEN jsonb_build_object(
                    'column', 'meeting_type', 'stored', j.stored_type, 'file', j.meeting_type) END,
                CASE WHEN j.outcome_differs THEN jsonb_build_object(
                    'column', 'meeting_outcome', 'stored', j.stored_outcome, 'file', j.meeting_outcome) END,
                CASE WHEN j.reason_differs THEN jsonb_build_object(
                    'column', 'stalled_reason', 'stored', j.stored_stalled_reason, 'file', j.stalled_reason) END
            ), '$[*] ? (@ != null)')
       END AS changes
  FROM judged AS j

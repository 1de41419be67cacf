-- What a commit would do with each staged partner meeting. Stands in plan_store and digest, which give the arguments:
-- $1 id, $2 fates to leave out, $3 rows to leave out. Rows that are left out by number do not count against others,
-- but keep their numbers, so that leaving a row out changes no other row's key.
WITH staged AS (
    SELECT s.sheet_row, s.fractional_cfo_id, s.meeting_date, s.meeting_type, s.outcome, s.notes, s.sequence,
           s.partner_appointment_uid, s.sheet_row = ANY ($3::int[]) AS left_out
      FROM partners.stage_partner_appointments AS s
     WHERE s.import_id = $1
), stored AS (
    -- The stored meetings of the partners and days that the import is about. The notes of one from before Lanegate stay as
    -- they were; beside them stands the form that the check gives them.
    SELECT a.partner_appointment_uid, a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome,
           coalesce(a.metadata #>> '{as_checked,notes}', a.notes) AS notes,
           substring(a.partner_appointment_uid FROM '\|([0-9]{1,18})$')::bigint AS sequence
      FROM partners.partner_appointments AS a
      JOIN (SELECT DISTINCT fractional_cfo_id, meeting_date FROM staged) AS d USING (fractional_cfo_id, meeting_date)
), unnumbered AS (
    -- Exactly equal rows without a sequence are one meeting.
    SELECT s.fractional_cfo_id, s.meeting_date, s.meeting_type, s.outcome, coalesce(s.notes, '') AS notes,
           min(s.sheet_row) AS lowest,
           coalesce(min(s.sheet_row) FILTER (WHERE NOT s.left_out), min(s.sheet_row)) AS first_row
      FROM staged AS s
     WHERE s.sequence IS NULL
     GROUP BY s.fractional_cfo_id, s.meeting_date, s.meeting_type, s.outcome, coalesce(s.notes, '')
), exact AS (
    SELECT DISTINCT ON (a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome, coalesce(a.notes, ''))
           a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome, coalesce(a.notes, '') AS notes,
           a.partner_appointment_uid
      FROM stored AS a
     ORDER BY a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome, coalesce(a.notes, ''),
              a.sequence NULLS LAST, a.partner_appointment_uid
), alike AS (
    SELECT DISTINCT ON (a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome)
           a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome, a.partner_appointment_uid
      FROM stored AS a
     ORDER BY a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome,
              a.sequence NULLS LAST, a.partner_appointment_uid
), matched AS (
    SELECT u.*,
           -- By exact values; else, where the notes are blank, by type and outcome.
           coalesce(e.partner_appointment_uid, CASE WHEN u.notes = '' THEN l.partner_appointment_uid END) AS stored_uid
      FROM unnumbered AS u
      LEFT JOIN exact AS e USING (fractional_cfo_id, meeting_date, meeting_type, outcome, notes)
      LEFT JOIN alike AS l USING (fractional_cfo_id, meeting_date, meeting_type, outcome)
), ranked AS (
    SELECT m.*, row_number() OVER (PARTITION BY m.fractional_cfo_id, m.meeting_date ORDER BY m.lowest) AS rank
      FROM matched AS m
     WHERE m.stored_uid IS NULL
), taken AS (
    -- Numbers that a stored meeting has or a row of the file states.
    SELECT a.fractional_cfo_id, a.meeting_date, a.sequence FROM stored AS a WHERE a.sequence IS NOT NULL
    UNION
    SELECT s.fractional_cfo_id, s.meeting_date, s.sequence FROM staged AS s WHERE s.sequence IS NOT NULL
), wanted AS (
    SELECT r.fractional_cfo_id, r.meeting_date, max(r.rank) + coalesce(max(t.numbers), 0) AS up_to
      FROM ranked AS r
      LEFT JOIN (SELECT fractional_cfo_id, meeting_date, count(*) AS numbers FROM taken
                  GROUP BY fractional_cfo_id, meeting_date) AS t USING (fractional_cfo_id, meeting_date)
     GROUP BY r.fractional_cfo_id, r.meeting_date
), free AS (
    SELECT w.fractional_cfo_id, w.meeting_date, n.sequence,
           row_number() OVER (PARTITION BY w.fractional_cfo_id, w.meeting_date ORDER BY n.sequence) AS rank
      FROM wanted AS w
     CROSS JOIN LATERAL generate_series(1, w.up_to) AS n (sequence)
      LEFT JOIN taken AS t
             ON t.fractional_cfo_id = w.fractional_cfo_id AND t.meeting_date = w.meeting_date AND t.sequence = n.sequence
     WHERE t.sequence IS NULL
), numbered AS (
    SELECT m.fractional_cfo_id, m.meeting_date, m.meeting_type, m.outcome, m.notes, m.first_row, m.stored_uid,
           coalesce(m.stored_uid,
                    m.fractional_cfo_id || '|' || to_char(m.meeting_date, 'YYYY-MM-DD') || '|' || f.sequence) AS key
      FROM matched AS m
      LEFT JOIN ranked AS r USING (fractional_cfo_id, meeting_date, meeting_type, outcome, notes)
      LEFT JOIN free AS f ON f.fractional_cfo_id = m.fractional_cfo_id AND f.meeting_date = m.meeting_date
                         AND f.rank = r.rank
), repeated_keys AS (
    SELECT s.partner_appointment_uid AS key
      FROM staged AS s
     WHERE s.sequence IS NOT NULL
     GROUP BY s.partner_appointment_uid
    HAVING count(*) > 1
), repeated AS (
    -- Stated keys that several rows of the import have.
    SELECT s.partner_appointment_uid AS key,
           coalesce(min(s.sheet_row) FILTER (WHERE NOT s.left_out), min(s.sheet_row)) AS first_row,
           min(s.sheet_row) AS lowest, max(s.sheet_row) AS highest,
           coalesce(min(s.meeting_type) FILTER (WHERE NOT s.left_out) <> max(s.meeting_type) FILTER (WHERE NOT s.left_out)
               OR min(s.outcome) FILTER (WHERE NOT s.left_out) <> max(s.outcome) FILTER (WHERE NOT s.left_out)
               OR min(s.notes) FILTER (WHERE NOT s.left_out) <> max(s.notes) FILTER (WHERE NOT s.left_out),
               false) AS contradicts,
           coalesce(min(s.meeting_type) <> max(s.meeting_type) OR min(s.outcome) <> max(s.outcome)
               OR min(s.notes) <> max(s.notes), false) AS contradicts_with_left_out
      FROM staged AS s
      JOIN repeated_keys AS k ON k.key = s.partner_appointment_uid
     GROUP BY s.partner_appointment_uid
), compared AS (
    SELECT s.sheet_row, s.left_out, s.meeting_type, s.outcome, s.notes,
           coalesce(s.partner_appointment_uid, n.key) COLLATE "C" AS key,
           m.fractional_cfo_id IS NULL AS missing,
           s.fractional_cfo_id || '|' || to_char(s.meeting_date, 'YYYY-MM-DD') AS partner_and_day,
           n.stored_uid IS NOT NULL OR a.partner_appointment_uid IS NOT NULL AS stored,
           a.meeting_type AS stored_type, a.outcome AS stored_outcome, a.notes AS stored_notes,
           a.partner_appointment_uid IS NOT NULL AND s.meeting_type <> a.meeting_type AS type_differs,
           a.partner_appointment_uid IS NOT NULL AND s.outcome <> a.outcome AS outcome_differs,
           -- A blank in the file matches anything; a value in the file against a stored blank does not.
           a.partner_appointment_uid IS NOT NULL AND s.notes IS NOT NULL AND s.notes IS DISTINCT FROM a.notes
               AS notes_differ,
           coalesce(CASE WHEN s.left_out THEN r.contradicts_with_left_out ELSE r.contradicts END, false) AS contradicts,
           coalesce(r.first_row, n.first_row) AS first_row,
           CASE s.sheet_row WHEN r.lowest THEN r.highest ELSE r.lowest END AS other_row
      FROM staged AS s
      LEFT JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = s.fractional_cfo_id
      LEFT JOIN numbered AS n
             ON s.sequence IS NULL AND n.fractional_cfo_id = s.fractional_cfo_id AND n.meeting_date = s.meeting_date
            AND n.meeting_type = s.meeting_type AND n.outcome = s.outcome AND n.notes = coalesce(s.notes, '')
      LEFT JOIN stored AS a ON a.partner_appointment_uid = s.partner_appointment_uid
      LEFT JOIN repeated AS r ON r.key = s.partner_appointment_uid
), judged AS (
    SELECT c.*,
           CASE WHEN c.missing THEN 'missing_reference'
                WHEN c.contradicts OR c.type_differs OR c.outcome_differs OR c.notes_differ THEN 'conflict'
                WHEN c.stored OR c.sheet_row <> c.first_row THEN 'duplicate'
                ELSE 'new' END AS fate
      FROM compared AS c
)
SELECT j.sheet_row, j.fate, j.left_out,
       CASE WHEN j.missing THEN j.partner_and_day ELSE j.key END AS key,
       CASE WHEN j.missing THEN 'The database has no partner with this fractional_cfo_id.'
            WHEN j.contradicts
            THEN format('Row %s of this import is the same partner, day and sequence, with other values.', j.other_row)
            WHEN j.fate = 'conflict'
            THEN 'The database has a meeting of this partner, day and sequence with other values.'
            WHEN j.fate = 'duplicate' AND j.stored THEN 'The database has this meeting already.'
            WHEN j.fate = 'duplicate' THEN format('Row %s of this import is the same meeting.', j.first_row)
       END AS reason,
       CASE WHEN NOT j.missing AND (j.type_differs OR j.outcome_differs OR j.notes_differ)
            THEN jsonb_path_query_array(jsonb_build_array(
                CASE WHEN j.type_differs THEN jsonb_build_object(
                    'column', 'meeting_type', 'stored', j.stored_type, 'file', j.meeting_type) END,
                CASE WHEN j.outcome_differs THEN jsonb_build_object(
                    'column', 'outcome', 'stored', j.stored_outcome, 'file', j.outcome) END,
                CASE WHEN j.notes_differ THEN jsonb_build_object(
                    'column', 'notes', 'stored', j.stored_notes, 'file', j.notes) END
            ), '$[*] ? (@ != null)')
       END AS changes
  FROM judged AS j

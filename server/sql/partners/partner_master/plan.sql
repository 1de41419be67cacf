-- What a commit would do with each staged partner. Stands in plan_store and digest, which give the arguments:
-- $1 id, $2 fates to leave out, $3 rows to leave out. Rows that are left out by number do not count against others.
WITH staged AS (
    SELECT s.*, s.sheet_row = ANY ($3::int[]) AS left_out
      FROM partners.stage_partner_master AS s
     WHERE s.import_id = $1
), pointed AS (
    -- Stored partners that a row's keys point at. A weaker key is ignored for a pair whose stronger ones differ; a given
    -- id hides no other key.
    SELECT s.sheet_row, m.fractional_cfo_id, 1 AS strength
      FROM staged AS s JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = s.fractional_cfo_id
    UNION ALL
    SELECT s.sheet_row, m.fractional_cfo_id, 2
      FROM staged AS s JOIN partners.fractional_cfo_master AS m ON m.email_key = s.email_key
    UNION ALL
    SELECT s.sheet_row, m.fractional_cfo_id, 3
      FROM staged AS s JOIN partners.fractional_cfo_master AS m ON m.linkedin_key = s.linkedin_key
     WHERE coalesce(m.email_key = s.email_key, true)
    UNION ALL
    SELECT s.sheet_row, m.fractional_cfo_id, 4
      FROM staged AS s JOIN partners.fractional_cfo_master AS m ON m.name_key = s.name_key
     WHERE coalesce(m.email_key = s.email_key, true) AND coalesce(m.linkedin_key = s.linkedin_key, true)
), targets AS (
    SELECT t.sheet_row, count(*) AS partners,
           (array_agg(t.fractional_cfo_id ORDER BY t.strength, t.fractional_cfo_id))[1] AS target,
           CASE WHEN count(*) > 1 THEN array_agg(t.fractional_cfo_id ORDER BY t.strength, t.fractional_cfo_id) END
               AS all_targets,
           CASE WHEN count(*) > 1 THEN array_agg(t.strength ORDER BY t.strength, t.fractional_cfo_id) END AS strengths
      FROM (SELECT p.sheet_row, p.fractional_cfo_id, min(p.strength) AS strength
              FROM pointed AS p GROUP BY p.sheet_row, p.fractional_cfo_id) AS t
     GROUP BY t.sheet_row
), looked_up AS (
    SELECT s.*, coalesce(t.partners, 0) AS partners, t.target, t.all_targets, t.strengths,
           s.fractional_cfo_id IS NOT NULL AND given.fractional_cfo_id IS NULL AS missing,
           CASE WHEN t.partners = 1 THEN (
               SELECT jsonb_agg(jsonb_build_object('column', c.name, 'stored', c.stored, 'file', c.file) ORDER BY c.place)
                 FROM (VALUES (1, 'firm_name', m.firm_name, s.firm_name),
                              (2, 'primary_contact_name', m.primary_contact_name, s.primary_contact_name),
                              (3, 'linkedin_url', m.linkedin_url, s.linkedin_url),
                              (4, 'email', m.email, s.email),
                              (5, 'geography', m.geography, s.geography),
                              (6, 'niche_focus', m.niche_focus, s.niche_focus),
                              (7, 'source', m.source, s.source),
                              (8, 'status', m.status::text, s.status::text),
                              (9, 'source_detail', m.source_detail, s.source_detail)
                      ) AS c (place, name, stored, file)
                -- A blank in the file is no statement: it never erases.
                WHERE c.file IS NOT NULL AND c.file IS DISTINCT FROM c.stored
                  -- The same address or profile, written in another way, is no change.
                  AND (c.name = 'email' AND m.email_key = s.email_key
                       OR c.name = 'linkedin_url' AND m.linkedin_key = s.linkedin_key) IS NOT TRUE) END AS changes,
           s.status < m.status AS steps_back, m.status AS stored_status
      FROM staged AS s
      LEFT JOIN targets AS t ON t.sheet_row = s.sheet_row
      LEFT JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = t.target AND t.partners = 1
      LEFT JOIN partners.fractional_cfo_master AS given ON given.fractional_cfo_id = s.fractional_cfo_id
), rivals AS (
    -- Rows that a commit could deal with: only they stand in each other's way.
    SELECT * FROM looked_up WHERE NOT left_out AND NOT missing AND partners <= 1
), by_target AS (
    SELECT target, min(sheet_row) AS lowest, max(sheet_row) AS highest
      FROM rivals WHERE target IS NOT NULL
     GROUP BY target HAVING count(*) > 1 AND bool_or(changes IS NOT NULL)
), by_email AS (
    SELECT email_key, min(sheet_row) AS lowest, max(sheet_row) AS highest
      FROM rivals WHERE email_key IS NOT NULL GROUP BY email_key
), by_linkedin AS (
    SELECT linkedin_key, min(sheet_row) AS lowest, max(sheet_row) AS highest,
           min(sheet_row) FILTER (WHERE email_key IS NULL) AS without_email
      FROM rivals WHERE linkedin_key IS NOT NULL GROUP BY linkedin_key
), by_name AS (
    SELECT name_key, min(sheet_row) AS lowest, max(sheet_row) AS highest,
           min(sheet_row) FILTER (WHERE email_key IS NULL) AS without_email,
           min(sheet_row) FILTER (WHERE linkedin_key IS NULL) AS without_linkedin,
           min(sheet_row) FILTER (WHERE email_key IS NULL AND linkedin_key IS NULL) AS without_both
      FROM rivals GROUP BY name_key
), judged AS (
    SELECT l.*,
           CASE WHEN t.lowest = l.sheet_row THEN nullif(t.highest, l.sheet_row) ELSE t.lowest END AS same_target,
           -- The row of the import that is the same partner by its keys, under the same rule as above, if there is one.
           least(
               CASE WHEN e.lowest = l.sheet_row THEN nullif(e.highest, l.sheet_row) ELSE e.lowest END,
               CASE WHEN l.email_key IS NOT NULL THEN i.without_email
                    WHEN i.lowest = l.sheet_row THEN nullif(i.highest, l.sheet_row) ELSE i.lowest END,
               CASE WHEN l.email_key IS NOT NULL AND l.linkedin_key IS NOT NULL THEN n.without_both
                    WHEN l.email_key IS NOT NULL THEN n.without_email
                    WHEN l.linkedin_key IS NOT NULL THEN n.without_linkedin
                    WHEN n.lowest = l.sheet_row THEN nullif(n.highest, l.sheet_row) ELSE n.lowest END
           ) AS same_keys
      FROM looked_up AS l
      LEFT JOIN by_target AS t ON t.target = l.target AND l.partners = 1
      LEFT JOIN by_email AS e ON e.email_key = l.email_key
      LEFT JOIN by_linkedin AS i ON i.linkedin_key = l.linkedin_key
      LEFT JOIN by_name AS n ON n.name_key = l.name_key
), fated AS (
    SELECT j.*,
           CASE WHEN j.missing THEN 'missing_reference'
                WHEN j.partners > 1 OR j.same_target IS NOT NULL OR j.same_keys IS NOT NULL THEN 'conflict'
                WHEN j.partners = 0 THEN 'create'
                WHEN j.changes IS NOT NULL THEN 'update'
                ELSE 'unchanged' END AS fate
      FROM judged AS j
)
SELECT f.sheet_row, f.fate, f.left_out,
       CASE WHEN f.missing THEN f.fractional_cfo_id::text
            WHEN f.partners = 1 THEN f.target::text
            -- The name key's parts are joined by a character that nobody can read.
            ELSE concat_ws(' · ', f.email_key, f.linkedin_key, replace(f.name_key, E'\x1f', ' / ')) END AS key,
       CASE WHEN f.missing THEN 'The database has no partner with this fractional_cfo_id.'
            WHEN f.partners > 1 THEN 'Its keys point at different partners: ' || (
                SELECT string_agg(
                           format('%s, %s (%s, by %s)', m.firm_name, m.primary_contact_name, m.fractional_cfo_id,
                                  (ARRAY['id', 'e-mail', 'LinkedIn', 'firm and contact'])[a.strength]),
                           '; ' ORDER BY a.place)
                  FROM unnest(f.all_targets, f.strengths) WITH ORDINALITY AS a (id, strength, place)
                  JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id = a.id
                 WHERE a.place <= 3) || '.'
            WHEN f.fate = 'conflict'
            THEN format('Row %s of this import is the same partner. Leave one of them out.',
                        coalesce(f.same_keys, f.same_target))
            WHEN f.fate = 'update' AND f.steps_back
            THEN format('The status steps back, from %s to %s.', f.stored_status, f.status)
       END AS reason,
       CASE WHEN f.fate IN ('update', 'conflict') THEN f.changes END AS changes
  FROM fated AS f

-- Puts values of updated partners back: what an import changed, to what it was before, where it still stands as the import left
-- it; and the other way round for a reinstatement. Firm and contact go together, as the key that they are. What was changed since stays and
-- is noted by row; so does what would give a partner a key that another has by now.
-- $1 id, $2 the side that is to stand: before or after, $3 the other side
WITH changed AS (
    SELECT r.sheet_row, m.fractional_cfo_id, r.earlier -> $2::text AS wanted, c.name, c.value AS left_as,
           to_jsonb(m) -> c.name AS stands,
           CASE WHEN c.name IN ('firm_name', 'primary_contact_name', 'name_key') THEN 'name'
                WHEN c.name IN ('email', 'email_key') THEN 'email'
                WHEN c.name IN ('linkedin_url', 'linkedin_key') THEN 'linkedin'
                ELSE c.name END AS unit,
           CASE c.name
                WHEN 'email_key' THEN EXISTS (SELECT FROM partners.fractional_cfo_master AS o
                     WHERE o.email_key = r.earlier -> $2::text ->> 'email_key' AND o.fractional_cfo_id <> m.fractional_cfo_id)
                WHEN 'linkedin_key' THEN EXISTS (SELECT FROM partners.fractional_cfo_master AS o
                     WHERE o.linkedin_key = r.earlier -> $2::text ->> 'linkedin_key' AND o.fractional_cfo_id <> m.fractional_cfo_id)
                WHEN 'name_key' THEN EXISTS (SELECT FROM partners.fractional_cfo_master AS o
                     WHERE o.name_key = r.earlier -> $2::text ->> 'name_key' AND o.fractional_cfo_id <> m.fractional_cfo_id)
                ELSE false END AS taken
      FROM partners.import_row AS r
      JOIN partners.fractional_cfo_master AS m ON m.fractional_cfo_id::text = r.key
     CROSS JOIN LATERAL jsonb_each(r.earlier -> $3::text) AS c (name, value)
     WHERE r.import_id = $1 AND r.fate = 'update' AND NOT r.left_out
       -- A reinstatement restores what the retraction put back, and nothing else.
       AND ($2 = 'before' OR r.earlier -> 'put_back' ? c.name)
), judged AS (
    SELECT c.*, bool_and(c.stands IS NOT DISTINCT FROM c.left_as AND NOT c.taken) OVER (PARTITION BY c.sheet_row, c.unit) AS untouched
      FROM changed AS c
), by_row AS (
    SELECT j.sheet_row, j.fractional_cfo_id,
           jsonb_object_agg(j.name, j.wanted -> j.name) FILTER (WHERE j.untouched) AS put,
           array_agg(j.name ORDER BY j.name) FILTER (WHERE j.untouched) AS put_names,
           array_agg(j.name ORDER BY j.name) FILTER (WHERE NOT j.untouched AND j.name NOT LIKE '%\_key') AS kept
      FROM judged AS j
     GROUP BY j.sheet_row, j.fractional_cfo_id
), noted AS (
    UPDATE partners.import_row AS r
       SET kept = b.kept,
           earlier = CASE $2 WHEN 'before' THEN r.earlier || jsonb_build_object('put_back', coalesce(to_jsonb(b.put_names), '[]'))
                             ELSE r.earlier - 'put_back' END
      -- Every row that updated a partner, so that none keeps what was noted the time before.
      FROM partners.import_row AS u
      LEFT JOIN by_row AS b ON b.sheet_row = u.sheet_row
     WHERE u.import_id = $1 AND u.earlier IS NOT NULL
       AND r.import_id = $1 AND r.sheet_row = u.sheet_row
), put AS (
    UPDATE partners.fractional_cfo_master AS m
       SET firm_name = CASE WHEN b.put ? 'firm_name' THEN b.put ->> 'firm_name' ELSE m.firm_name END,
           primary_contact_name = CASE WHEN b.put ? 'primary_contact_name' THEN b.put ->> 'primary_contact_name'
                                       ELSE m.primary_contact_name END,
           linkedin_url = CASE WHEN b.put ? 'linkedin_url' THEN b.put ->> 'linkedin_url' ELSE m.linkedin_url END,
           email = CASE WHEN b.put ? 'email' THEN b.put ->> 'email' ELSE m.email END,
           geography = CASE WHEN b.put ? 'geography' THEN b.put ->> 'geography' ELSE m.geography END,
           niche_focus = CASE WHEN b.put ? 'niche_focus' THEN b.put ->> 'niche_focus' ELSE m.niche_focus END,
           source = CASE WHEN b.put ? 'source' THEN b.put ->> 'source' ELSE m.source END,
           source_detail = CASE WHEN b.put ? 'source_detail' THEN b.put ->> 'source_detail' ELSE m.source_detail END,
           status = CASE WHEN b.put ? 'status' THEN (b.put ->> 'status')::partners.partner_status_enum ELSE m.status END,
           email_key = CASE WHEN b.put ? 'email_key' THEN b.put ->> 'email_key' ELSE m.email_key END,
           linkedin_key = CASE WHEN b.put ? 'linkedin_key' THEN b.put ->> 'linkedin_key' ELSE m.linkedin_key END,
           name_key = CASE WHEN b.put ? 'name_key' THEN b.put ->> 'name_key' ELSE m.name_key END
      FROM by_row AS b
     WHERE b.put IS NOT NULL AND m.fractional_cfo_id = b.fractional_cfo_id
)
SELECT count(*) FILTER (WHERE b.put IS NOT NULL) AS put_back, count(*) FILTER (WHERE b.kept IS NOT NULL) AS kept FROM by_row AS b

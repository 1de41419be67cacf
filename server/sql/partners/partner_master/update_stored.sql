-- Updates the plan's known partners with what the file states. A blank never erases, and a default never resets; an address or
-- profile of the stored key stays as it is written.
-- $1 id
UPDATE partners.fractional_cfo_master AS m
   SET firm_name = s.firm_name,
       primary_contact_name = s.primary_contact_name,
       linkedin_url = CASE WHEN s.linkedin_key = m.linkedin_key THEN m.linkedin_url
                           ELSE coalesce(s.linkedin_url, m.linkedin_url) END,
       email = CASE WHEN s.email_key = m.email_key THEN m.email ELSE coalesce(s.email, m.email) END,
       geography = coalesce(s.geography, m.geography),
       niche_focus = coalesce(s.niche_focus, m.niche_focus),
       source = s.source,
       source_detail = coalesce(s.source_detail, m.source_detail),
       status = coalesce(s.status, m.status),
       email_key = coalesce(s.email_key, m.email_key),
       -- The page of an organization has no key.
       linkedin_key = CASE WHEN s.linkedin_url IS NULL THEN m.linkedin_key ELSE s.linkedin_key END,
       name_key = s.name_key,
       metadata = m.metadata
           || jsonb_build_object('updated_by', jsonb_build_object('import', $1, 'sheet', i.sheet, 'row', r.sheet_row))
  FROM partners.import_row AS r
  JOIN partners.stage_partner_master AS s USING (import_id, sheet_row)
  JOIN partners.import AS i USING (import_id)
 WHERE r.import_id = $1 AND r.fate = 'update' AND NOT r.left_out
   AND m.fractional_cfo_id = r.key::uuid

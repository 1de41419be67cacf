-- Keeps with each row that updates a partner what its columns and keys are before and will be after, for a retraction.
-- $1 id
UPDATE partners.import_row AS r
   SET earlier = (
       SELECT jsonb_build_object('before', jsonb_object_agg(c.name, c.before), 'after', jsonb_object_agg(c.name, c.after))
         FROM (VALUES ('firm_name', m.firm_name, s.firm_name),
                      ('primary_contact_name', m.primary_contact_name, s.primary_contact_name),
                      ('linkedin_url', m.linkedin_url, s.linkedin_url),
                      ('email', m.email, s.email),
                      ('geography', m.geography, s.geography),
                      ('niche_focus', m.niche_focus, s.niche_focus),
                      ('source', m.source, s.source),
                      ('source_detail', m.source_detail, s.source_detail),
                      ('status', m.status::text, s.status::text),
                      ('email_key', m.email_key, s.email_key),
                      ('linkedin_key', m.linkedin_key, s.linkedin_key),
                      ('name_key', m.name_key, s.name_key)) AS c (name, before, after)
        WHERE c.after IS DISTINCT FROM c.before
          AND CASE c.name WHEN 'email' THEN s.email IS NOT NULL AND (s.email_key = m.email_key) IS NOT TRUE
                          WHEN 'linkedin_url' THEN s.linkedin_url IS NOT NULL AND (s.linkedin_key = m.linkedin_key) IS NOT TRUE
                          -- The page of an organization takes a profile's key away.
                          WHEN 'linkedin_key' THEN s.linkedin_url IS NOT NULL
                          ELSE c.after IS NOT NULL END)
  FROM partners.stage_partner_master AS s,
       partners.fractional_cfo_master AS m
 WHERE r.import_id = $1 AND r.fate = 'update' AND NOT r.left_out
   AND s.import_id = r.import_id AND s.sheet_row = r.sheet_row
   AND m.fractional_cfo_id::text = r.key

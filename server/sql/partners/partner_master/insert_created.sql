-- Inserts the plan's new partners. Defaults apply only here.
-- $1 id
INSERT INTO partners.fractional_cfo_master
       (fractional_cfo_id, firm_name, primary_contact_name, linkedin_url, email, geography, niche_focus, source,
        source_detail, status, metadata, email_key, linkedin_key, name_key)
SELECT r.key::uuid, s.firm_name, s.primary_contact_name, s.linkedin_url, s.email, s.geography, s.niche_focus, s.source,
       s.source_detail, coalesce(s.status, 'prospect'),
       jsonb_build_object('import', $1, 'sheet', (SELECT i.sheet FROM partners.import AS i WHERE i.import_id = $1),
                          'row', r.sheet_row),
       s.email_key, s.linkedin_key, s.name_key
  FROM partners.import_row AS r
  JOIN partners.stage_partner_master AS s USING (import_id, sheet_row)
 WHERE r.import_id = $1 AND r.fate = 'create' AND NOT r.left_out

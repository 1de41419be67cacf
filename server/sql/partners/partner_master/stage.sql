-- Stages rows that the check has passed.
-- $1 id, $2 an array of rows
INSERT INTO partners.stage_partner_master
       (import_id, sheet_row, fractional_cfo_id, firm_name, primary_contact_name, linkedin_url, email, geography,
        niche_focus, source, source_detail, status, email_key, linkedin_key, name_key)
SELECT $1, r."row", r.fractional_cfo_id, r.firm_name, r.primary_contact_name, r.linkedin_url, r.email, r.geography,
       r.niche_focus, r.source, r.source_detail, r.status, r.email_key, r.linkedin_key, r.name_key
  FROM jsonb_to_recordset($2) AS r (
       "row" integer, fractional_cfo_id uuid, firm_name text, primary_contact_name text, linkedin_url text, email text,
       geography text, niche_focus text, source text, source_detail text, status partners.partner_status_enum,
       email_key text, linkedin_key text, name_key text)

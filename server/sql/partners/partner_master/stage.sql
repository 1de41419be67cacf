-- Stages rows that the check has passed: one array a column, in the order of the kind's `staged` columns.
-- $1 id, $2 row numbers, $3 … the columns as texts
INSERT INTO partners.stage_partner_master
       (import_id, sheet_row, fractional_cfo_id, firm_name, primary_contact_name, linkedin_url, email, geography,
        niche_focus, source, source_detail, status, email_key, linkedin_key, name_key)
SELECT $1, r."row", r.fractional_cfo_id::uuid, r.firm_name, r.primary_contact_name, r.linkedin_url, r.email,
       r.geography, r.niche_focus, r.source, r.source_detail, r.status::partners.partner_status_enum, r.email_key,
       r.linkedin_key, r.name_key
  FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[]) AS r (
       "row", fractional_cfo_id, firm_name, primary_contact_name, linkedin_url, email, geography, niche_focus, source,
       source_detail, status, email_key, linkedin_key, name_key)

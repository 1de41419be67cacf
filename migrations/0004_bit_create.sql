-- Scores and the kill switch: one table and one view for each lane, which never meet.
-- `bit` is a type keyword in PostgreSQL: the schema's name is always quoted.

CREATE SCHEMA IF NOT EXISTS "bit";

CREATE TYPE "bit".reactivation_channel_enum AS ENUM ('linkedin', 'email');
CREATE TYPE "bit".eligibility_status_enum AS ENUM ('eligible', 'excluded', 'cooling_off');

CREATE TABLE "bit".reactivation_intent (
    reactivation_bit_id uuid                            PRIMARY KEY DEFAULT gen_random_uuid(),
    appointment_uid     text COLLATE "C"                NOT NULL UNIQUE
                        REFERENCES sales.appointment_history (appointment_uid),
    bit_score           numeric(5, 2) CHECK (bit_score BETWEEN 0 AND 100),
    bit_reason_codes    text[]                          NOT NULL DEFAULT '{}',
    recommended_channel "bit".reactivation_channel_enum,
    message_variant_id  text,
    eligibility_status  "bit".eligibility_status_enum   NOT NULL DEFAULT 'eligible',
    exclusion_reason    text,
    cooling_off_until   date,
    computed_at         timestamptz,
    last_touched_at     timestamptz,
    metadata            jsonb                           NOT NULL DEFAULT '{}',
    CONSTRAINT excluded_needs_a_reason
        CHECK (eligibility_status <> 'excluded' OR btrim(coalesce(exclusion_reason, '')) <> ''),
    CONSTRAINT cooling_off_needs_a_date CHECK (eligibility_status <> 'cooling_off' OR cooling_off_until IS NOT NULL)
);
COMMENT ON TABLE "bit".reactivation_intent IS 'Lane A: which meetings to reactivate, and the kill switch for each.';

CREATE TABLE "bit".partner_intent (
    partner_bit_id          uuid          PRIMARY KEY DEFAULT gen_random_uuid(),
    fractional_cfo_id       uuid          NOT NULL UNIQUE
                            REFERENCES partners.fractional_cfo_master (fractional_cfo_id),
    leverage_score          numeric(5, 2) CHECK (leverage_score BETWEEN 0 AND 100),
    leverage_factors        text[]        NOT NULL DEFAULT '{}',
    recommended_next_action text,
    message_variant_id      text,
    status                  text          NOT NULL DEFAULT 'pending'
                            CHECK (status IN ('pending', 'active', 'paused', 'completed')),
    computed_at             timestamptz,
    metadata                jsonb         NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE "bit".partner_intent IS 'Lane B: which partners to reach out to, and the kill switch for each.';

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "bit".reactivation_intent
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON "bit".reactivation_intent REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('reactivation_bit_id', 'sales');
CREATE TRIGGER audit_update AFTER UPDATE ON "bit".reactivation_intent
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_update('reactivation_bit_id', 'sales');
CREATE TRIGGER audit_delete AFTER DELETE ON "bit".reactivation_intent REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_delete('reactivation_bit_id', 'sales');

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "bit".partner_intent
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER audit_insert AFTER INSERT ON "bit".partner_intent REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_insert('partner_bit_id', 'partners');
CREATE TRIGGER audit_update AFTER UPDATE ON "bit".partner_intent
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_update('partner_bit_id', 'partners');
CREATE TRIGGER audit_delete AFTER DELETE ON "bit".partner_intent REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION shq.audit_delete('partner_bit_id', 'partners');

-- A cooling-off whose date has passed counts as eligible. Dates here are UTC dates, whatever the session's time zone.
CREATE VIEW "bit".v_reactivation_ready WITH (security_invoker = true) AS
SELECT i.reactivation_bit_id,
       i.appointment_uid,
       h.company_id,
       h.people_id,
       h.meeting_date,
       h.meeting_type,
       h.meeting_outcome,
       h.stalled_reason,
       h.source,
       h.source_record_id,
       t.today - h.meeting_date AS days_since_meeting,
       i.bit_score,
       CASE WHEN i.bit_score >= 80 THEN 'hot'
            WHEN i.bit_score >= 60 THEN 'warm'
            WHEN i.bit_score >= 40 THEN 'cool'
            ELSE 'cold' END AS reactivation_tier,
       i.bit_reason_codes,
       i.recommended_channel,
       i.message_variant_id,
       i.eligibility_status,
       i.cooling_off_until,
       i.computed_at,
       i.last_touched_at
  FROM "bit".reactivation_intent AS i
  JOIN sales.appointment_history AS h USING (appointment_uid)
 CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS t
 WHERE (i.eligibility_status = 'eligible'
        OR (i.eligibility_status = 'cooling_off' AND i.cooling_off_until <= t.today))
   AND (i.bit_score IS NULL OR i.bit_score >= 40)
 ORDER BY i.bit_score DESC NULLS LAST, h.meeting_date DESC, i.appointment_uid;

CREATE VIEW "bit".v_partner_outreach_ready WITH (security_invoker = true) AS
SELECT i.partner_bit_id,
       i.fractional_cfo_id,
       p.firm_name,
       p.primary_contact_name,
       p.linkedin_url,
       p.email,
       p.geography,
       p.niche_focus,
       p.source,
       p.source_detail,
       p.status AS partner_status,
       i.status AS intent_status,
       i.leverage_score,
       i.leverage_factors,
       i.recommended_next_action,
       i.message_variant_id,
       l.meeting_date AS last_meeting_date,
       l.meeting_type AS last_meeting_type,
       l.outcome AS last_meeting_outcome,
       (now() AT TIME ZONE 'UTC')::date - l.meeting_date AS days_since_last_meeting,
       coalesce(l.meetings, 0) AS total_meetings,
       i.computed_at
  FROM "bit".partner_intent AS i
  JOIN partners.fractional_cfo_master AS p USING (fractional_cfo_id)
  LEFT JOIN (
       SELECT DISTINCT ON (a.fractional_cfo_id)
              a.fractional_cfo_id, a.meeting_date, a.meeting_type, a.outcome,
              count(*) OVER (PARTITION BY a.fractional_cfo_id) AS meetings
         FROM partners.partner_appointments AS a
        ORDER BY a.fractional_cfo_id, a.meeting_date DESC, a.created_at DESC, a.partner_appointment_uid DESC
       ) AS l USING (fractional_cfo_id)
 WHERE i.status = 'active'
 ORDER BY i.leverage_score DESC NULLS LAST, p.firm_name, p.primary_contact_name, i.fractional_cfo_id;

-- The first plain scores, one function a lane, with reasons that a person can read. docs/scoring.md explains them.

CREATE FUNCTION "bit".reactivation_score(
    outcome sales.meeting_outcome_enum, kind sales.meeting_type_enum, days_since integer
) RETURNS TABLE (score numeric, reasons text[])
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (o.points + r.points + k.points)::numeric, ARRAY[o.reason, r.reason, k.reason]
  FROM (SELECT CASE outcome WHEN 'stalled' THEN 40 ELSE 30 END AS points, outcome::text AS reason) AS o,
       (SELECT CASE WHEN days_since <= 30 THEN 40 WHEN days_since <= 90 THEN 30 WHEN days_since <= 180 THEN 20
                    WHEN days_since <= 365 THEN 10 ELSE 0 END AS points,
               CASE WHEN days_since <= 30 THEN 'within_30_days' WHEN days_since <= 90 THEN 'within_90_days'
                    WHEN days_since <= 180 THEN 'within_180_days' WHEN days_since <= 365 THEN 'within_365_days'
                    ELSE 'over_365_days' END AS reason) AS r,
       (SELECT CASE kind WHEN 'numbers' THEN 20 WHEN 'systems' THEN 15 WHEN 'discovery' THEN 10 ELSE 5 END AS points,
               'type_' || kind::text AS reason) AS k
 -- Progressed and lost meetings have nothing to reactivate: they get no score.
 WHERE outcome IN ('stalled', 'ghosted')
$$;

CREATE FUNCTION "bit".partner_score(
    status partners.partner_status_enum, has_email boolean, has_linkedin boolean,
    last_outcome partners.partner_meeting_outcome_enum, days_since_last integer
) RETURNS TABLE (score numeric, factors text[], next_action text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (CASE status WHEN 'prospect' THEN 20 WHEN 'contacted' THEN 25 WHEN 'engaged' THEN 30 ELSE 35 END
        + CASE WHEN has_email THEN 15 ELSE 0 END
        + CASE WHEN has_linkedin THEN 10 ELSE 0 END
        + CASE last_outcome WHEN 'warm' THEN 25 WHEN 'neutral' THEN 15 WHEN 'cold' THEN 5 ELSE 0 END
        + CASE WHEN days_since_last <= 90 THEN 15 WHEN days_since_last <= 365 THEN 5 ELSE 0 END)::numeric,
       array_remove(ARRAY[
           'status_' || status::text,
           CASE WHEN has_email THEN 'has_email' END,
           CASE WHEN has_linkedin THEN 'has_linkedin' END,
           CASE WHEN NOT has_email AND NOT has_linkedin THEN 'not_reachable' END,
           coalesce('last_meeting_' || last_outcome::text, 'no_meeting'),
           CASE WHEN days_since_last <= 90 THEN 'met_within_90_days'
                WHEN days_since_last <= 365 THEN 'met_within_365_days'
                WHEN days_since_last IS NOT NULL THEN 'met_over_365_days_ago' END], NULL),
       CASE WHEN NOT has_email AND NOT has_linkedin THEN 'find_contact_details'
            WHEN last_outcome IS NULL THEN 'propose_intro'
            WHEN last_outcome = 'warm' AND status = 'partner' THEN 'ask_for_referral'
            WHEN last_outcome = 'warm' THEN 'propose_followup'
            WHEN last_outcome = 'neutral' THEN 'follow_up'
            ELSE 'keep_in_touch' END
$$;

REVOKE EXECUTE ON FUNCTION
    "bit".reactivation_score(sales.meeting_outcome_enum, sales.meeting_type_enum, integer),
    "bit".partner_score(partners.partner_status_enum, boolean, boolean, partners.partner_meeting_outcome_enum, integer)
    FROM PUBLIC;

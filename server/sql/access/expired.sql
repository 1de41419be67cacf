-- Forgets what is over: sessions, links, and tries to sign in.
WITH sessions AS (
    DELETE FROM session WHERE seen_at <= now() - interval '8 hours' OR began_at <= now() - interval '7 days'
), links AS (
    DELETE FROM link WHERE ends_at <= now()
)
DELETE FROM attempt WHERE began_at <= now() - interval '15 minutes'

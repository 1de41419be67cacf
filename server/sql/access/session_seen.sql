-- Notes that a session is used.
-- $1 id
UPDATE session SET seen_at = now() WHERE session_id = $1

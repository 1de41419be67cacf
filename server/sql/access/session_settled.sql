-- A session that began with a link has set its password: from here on it needs the old one.
-- $1 session
UPDATE session SET may_set = false WHERE session_id = $1

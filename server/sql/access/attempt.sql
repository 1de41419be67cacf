-- Counts a try to sign in; how many there were in this window with it, and how many seconds the window still lasts.
-- $1 subject
INSERT INTO attempt AS a (subject, tries) VALUES ($1, 1)
ON CONFLICT (subject) DO UPDATE
   SET tries = CASE WHEN a.began_at > now() - interval '15 minutes' THEN a.tries + 1 ELSE 1 END,
       began_at = CASE WHEN a.began_at > now() - interval '15 minutes' THEN a.began_at ELSE now() END
RETURNING tries, extract(epoch FROM began_at + interval '15 minutes' - now())::int AS seconds

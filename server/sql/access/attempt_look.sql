-- How many tries there were in this window, and how many seconds it still lasts; counts none.
-- $1 subject
SELECT tries, extract(epoch FROM began_at + interval '15 minutes' - now())::int AS seconds
  FROM attempt
 WHERE subject = $1 AND began_at > now() - interval '15 minutes'

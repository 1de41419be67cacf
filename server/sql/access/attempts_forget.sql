-- Somebody has signed in: what was tried before does not count against them.
-- $1 subject
DELETE FROM attempt WHERE subject = $1

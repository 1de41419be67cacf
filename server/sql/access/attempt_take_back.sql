-- A try was right after all: it doesn't count.
-- $1 subject
UPDATE attempt SET tries = greatest(tries - 1, 0) WHERE subject = $1

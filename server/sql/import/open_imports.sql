-- How many imports of each kind are not committed.
SELECT kind, count(*) AS imports FROM import WHERE receipt IS NULL GROUP BY kind

-- How many accounts can look after accounts, and how many of them have a password to sign in with.
SELECT count(*) AS administrators, count(password) AS usable
  FROM account
 WHERE disabled_at IS NULL AND 'administer' = ANY (rights)

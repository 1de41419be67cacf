-- How many accounts can look after accounts.
SELECT count(*) AS administrators FROM account WHERE disabled_at IS NULL AND 'administer' = ANY (rights)

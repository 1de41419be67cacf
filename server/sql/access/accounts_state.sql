-- Whether there is any account, and any that has a password.
SELECT EXISTS (SELECT FROM account) AS some, EXISTS (SELECT FROM account WHERE password IS NOT NULL) AS in_use

-- Enters what was done with an account.
-- $1 who, $2 what, $3 the account, $4 particulars
INSERT INTO event (who, did, account, detail) VALUES ($1, $2, $3, $4)

-- When a session's person last entered the account's password in it. Null where nobody did: the session began with a link, or a
-- server of an earlier version opened it.

ALTER TABLE access.session ADD COLUMN confirmed_at timestamptz;
COMMENT ON COLUMN access.session.confirmed_at IS 'When the password was last entered in it; what hands out rights needs that to be recent.';

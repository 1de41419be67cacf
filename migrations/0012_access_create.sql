-- Who may use Lanegate: accounts, and how they sign in. Secrets stand here as digests alone. No lane's tables are known here,
-- and no lane's role may look.

CREATE SCHEMA access;

CREATE TABLE access.account (
    account_id  uuid             PRIMARY KEY,
    name        text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@+-]{0,63}$'),
    password    text,
    lanes       text[]           NOT NULL CHECK (lanes <@ ARRAY['sales', 'partners']),
    rights      text[]           NOT NULL CHECK (rights <@ ARRAY['compare', 'commit', 'kill_switch', 'administer']),
    made_at     timestamptz      NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
COMMENT ON TABLE access.account IS 'A person, or a program with an account of its own. Disabled, never deleted: the audit log names it.';
COMMENT ON COLUMN access.account.password IS 'argon2id, as a PHC string; null until one is set.';

CREATE TABLE access.session (
    session_id uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES access.account (account_id),
    digest     bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    began_at   timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    may_set    boolean     NOT NULL,
    client     text        NOT NULL
);
COMMENT ON COLUMN access.session.may_set IS 'It began with a link, and may set a password without the old one.';
CREATE INDEX session_account ON access.session (account_id);

CREATE TABLE access.token (
    token_id   uuid        PRIMARY KEY,
    account_id uuid        NOT NULL REFERENCES access.account (account_id),
    digest     bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    label      text        NOT NULL,
    lanes      text[]      NOT NULL CHECK (lanes <@ ARRAY['sales', 'partners']),
    rights     text[]      NOT NULL CHECK (rights <@ ARRAY['compare', 'commit', 'kill_switch', 'administer']),
    made_at    timestamptz NOT NULL DEFAULT now(),
    ends_at    timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX token_account ON access.token (account_id);

CREATE TABLE access.link (
    digest     bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
    account_id uuid        NOT NULL UNIQUE REFERENCES access.account (account_id),
    ends_at    timestamptz NOT NULL
);
COMMENT ON TABLE access.link IS 'Links that sign in once; an account has one at most, the last.';

CREATE TABLE access.attempt (
    subject  text COLLATE "C" PRIMARY KEY,
    began_at timestamptz      NOT NULL DEFAULT now(),
    tries    integer          NOT NULL
);
COMMENT ON TABLE access.attempt IS 'How often it was tried to sign in, by name and address (digests of them), in the window that began then.';

CREATE TABLE access.event (
    event_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    who      text        NOT NULL,
    did      text        NOT NULL,
    account  text        NOT NULL,
    detail   jsonb       NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE access.event IS 'What was done with accounts, sessions and tokens, by whom. Append-only.';
CREATE TRIGGER write_once BEFORE UPDATE OR DELETE OR TRUNCATE ON access.event
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON access.account
    FOR EACH STATEMENT EXECUTE FUNCTION shq.refuse_change();

DO $do$
DECLARE
    access_role text := current_database() || '_lanegate_access';
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA access TO %I', access_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON access.account, access.token TO %I', access_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON access.session, access.link, access.attempt TO %I', access_role);
    EXECUTE format('GRANT SELECT, INSERT ON access.event TO %I', access_role);
END $do$;

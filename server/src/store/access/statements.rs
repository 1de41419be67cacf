//! The statements: one file each under `server/sql/access`.

macro_rules! statements {
    ($($name:ident = $file:literal;)*) => {
        $(pub(super) const $name: &str = include_str!(concat!("../../../sql/access/", $file, ".sql"));)*
    };
}

statements! {
    ACCOUNTS = "accounts";
    ACCOUNTS_STATE = "accounts_state";
    ACCOUNT_CHANGE = "account_change";
    ACCOUNT_GET = "account_get";
    ACCOUNT_MAKE = "account_make";
    ACCOUNT_PASSWORD = "account_password";
    ADMINISTRATORS = "administrators";
    ATTEMPT = "attempt";
    ATTEMPT_LOOK = "attempt_look";
    ATTEMPT_TAKE_BACK = "attempt_take_back";
    ATTEMPTS_FORGET = "attempts_forget";
    EVENT = "event";
    EXPIRED = "expired";
    LINK_END = "link_end";
    LINK_MAKE = "link_make";
    LINK_USE = "link_use";
    PASSWORD_SET = "password_set";
    SESSIONS = "sessions";
    SESSIONS_END = "sessions_end";
    SESSION_CONFIRM = "session_confirm";
    SESSION_END = "session_end";
    SESSION_FIND = "session_find";
    SESSION_OPEN = "session_open";
    SESSION_SEEN = "session_seen";
    SESSION_SETTLED = "session_settled";
    TOKENS = "tokens";
    TOKENS_REVOKE = "tokens_revoke";
    TOKENS_OPEN = "tokens_open";
    TOKEN_FIND = "token_find";
    TOKEN_MAKE = "token_make";
    TOKEN_REVOKE = "token_revoke";
    TOKEN_SEEN = "token_seen";
}

//! What is said about accounts: everybody's, and one's own with its password, sessions and tokens.

use lanegate_wire::{Lane, Me, Right};

use super::lane;

/// The accounts' title.
pub const ACCOUNTS: &str = "Accounts";
/// What can be done there.
pub const ACCOUNTS_FOR: &str =
    "An account is never deleted, since the audit log names it. Disabling it ends its sessions and tokens at once.";
/// What an account may.
pub const ACCOUNT_MAY: &str = "May";
/// How it is.
pub const ACCOUNT_STATE: &str = "State";
/// The form for a new one.
pub const ACCOUNT_NEW: &str = "New account …";
/// Makes it.
pub const ACCOUNT_MAKE: &str = "Make the account";
/// Opens what it may.
pub const ACCOUNT_EDIT: &str = "Change";
/// Takes the change.
pub const ACCOUNT_CHANGE: &str = "Save";
/// A new link.
pub const ACCOUNT_LINK: &str = "New link";
/// The lanes of an account or a token.
pub const LANES: &str = "Lanes";
/// The rights of an account or a token.
pub const RIGHTS: &str = "Rights";
/// Copies a secret.
pub const COPY: &str = "Copy";
/// One's tokens.
pub const TOKENS: &str = "Tokens";
/// What they are for.
pub const TOKENS_FOR: &str =
    "The command line and scripts sign in with a token, in LANEGATE_TOKEN. It may at most what your account may.";
/// The form for a new one.
pub const TOKEN_NEW: &str = "New token …";
/// What it is for.
pub const TOKEN_LABEL: &str = "What it is for";
/// When it ends.
pub const TOKEN_DAYS: &str = "Valid for how many days";
/// Makes it.
pub const TOKEN_MAKE: &str = "Make the token";
/// It is shown once.
pub const TOKEN_ONCE: &str = "The token. It is shown this once: copy it now.";
/// Revokes it.
pub const REVOKE: &str = "Revoke";
/// What revoking does.
pub const REVOKE_MEANS: &str = "Programs that use this token can't sign in any more. This can't be undone.";
/// An account without tokens.
pub const NO_TOKENS: &str = "No tokens.";
/// A token that nobody has used.
pub const NEVER_USED: &str = "never used";
/// The dialog that asks for the password.
pub const CONFIRM_TITLE: &str = "Enter your password";
/// Why it does.
pub const CONFIRM_WHY: &str = "Accounts, links, and tokens let somebody in. Enter your password to go on; it is asked for again after 15 minutes.";
/// Sends it.
pub const CONFIRM: &str = "Continue";
/// The old password's label.
pub const OLD_PASSWORD: &str = "Password so far";
/// The new password's label.
pub const NEW_PASSWORD: &str = "New password (12 characters or more)";
/// The form's title and button.
pub const SET_PASSWORD: &str = "Set a password";
/// For whoever has come by a link.
pub const SET_PASSWORD_FIRST: &str =
    "You have signed in with a link, which is used up now. With a password you can come back.";
/// For whoever has one.
pub const SET_PASSWORD_OTHERS: &str = "Your other sessions will end.";
/// Where one is signed in.
pub const SESSIONS: &str = "Signed in";
/// The session of this browser.
pub const THIS_SESSION: &str = "here";
/// Ends another one.
pub const END_SESSION: &str = "End";
/// The password is another one.
pub const PASSWORD_SET: &str = "The password is set. Your other sessions have ended.";

/// What a right lets somebody do.
pub const fn right(right: Right) -> &'static str {
    match right {
        Right::Compare => "look and compare",
        Right::Commit => "commit and retract",
        Right::KillSwitch => "kill switch",
        Right::Administer => "accounts",
    }
}

/// "Sales, Partners: look and compare, commit and retract".
pub fn terms(lanes: &[Lane], rights: &[Right]) -> String {
    let lanes: Vec<_> = lanes.iter().map(|&one| lane(one)).collect();
    let rights: Vec<_> = rights.iter().map(|&one| right(one)).collect();
    format!("{}: {}", if lanes.is_empty() { "no lane".to_owned() } else { lanes.join(", ") }, rights.join(", "))
}

/// How an account is.
pub const fn account_state(disabled: bool, has_password: bool) -> &'static str {
    match (disabled, has_password) {
        (true, _) => "disabled",
        (false, true) => "in use",
        (false, false) => "has no password yet",
    }
}

/// Disables or enables an account.
pub const fn account_turn(disabled: bool) -> &'static str {
    if disabled { "Enable" } else { "Disable" }
}

/// A link that was made.
pub fn link_for(name: &str) -> String {
    format!(
        "The link for {name}: good once, for 24 hours. It is shown this once: copy it now, and give it to nobody else."
    )
}

/// The list of an account's tokens.
pub fn tokens_of(name: &str) -> String {
    format!("Tokens of {name}")
}

/// When a token was made.
pub fn made(when: &str) -> String {
    format!("made {when}")
}

/// When a token was revoked.
pub fn revoked(when: &str) -> String {
    format!("revoked {when}")
}

/// Whether a secret was copied.
pub const fn copied(done: bool) -> &'static str {
    if done { "Copied" } else { "Not copied: select it and copy it by hand." }
}

/// When a session was last used.
pub fn seen(when: &str) -> String {
    format!("last used {when}")
}

/// What an account may, in one line.
pub fn may(me: &Me) -> String {
    terms(&me.lanes, &me.rights)
}

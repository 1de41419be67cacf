//! What is said about signing in, and about what somebody may not do.

use lanegate_wire::{Lane, Me, Right};

use super::lane;

/// The form's title and button.
pub const SIGN_IN: &str = "Sign in";
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";
/// What signing in is for.
pub const SIGN_IN_WHY: &str = "Checking a file needs no account. Comparing with the database and committing do.";
/// The consent cannot be given yet.
pub const SIGN_IN_FIRST: &str = "Sign in to compare with the database. The rows stay here until then.";
/// The name's label.
pub const ACCOUNT_NAME: &str = "Account";
/// The password's label.
pub const PASSWORD: &str = "Password";
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
/// Opens one's own account.
pub const ACCOUNT: &str = "Account";
/// Where one is signed in.
pub const SESSIONS: &str = "Signed in";
/// The session of this browser.
pub const THIS_SESSION: &str = "here";
/// Ends another one.
pub const END_SESSION: &str = "End";
/// Closes the dialog.
pub const NOT_NOW: &str = "Not now";
/// Nobody answers.
pub const NO_SERVER: &str = "No server: checking works, comparing does not";
/// The history is for accounts.
pub const HISTORY_NOBODY: &str = "Sign in to see what was committed before.";

/// Which lane is lacking.
pub fn lane_lacking(name: &str, lacking: Lane) -> String {
    format!(
        "{name} has no access to the lane {}. An administrator can give it; the checked file stays here meanwhile.",
        lane(lacking)
    )
}

/// Which right is lacking.
pub fn right_lacking(name: &str, right: Right) -> String {
    let what = match right {
        Right::Compare => "compare with the database",
        Right::Commit => "commit",
        Right::KillSwitch => "change intents",
        Right::Administer => "look after accounts",
    };
    format!("{name} may not {what}. An administrator can give this right.")
}

/// When a session was last used.
pub fn seen(when: &str) -> String {
    format!("last used {when}")
}

/// What an account may, in one line.
pub fn may(me: &Me) -> String {
    let lanes: Vec<&str> = me.lanes.iter().map(|&one| lane(one)).collect();
    let rights: Vec<&str> = me.rights.iter().map(|right| right.as_str()).collect();
    format!("Lanes: {}. Rights: {}.", lanes.join(", "), rights.join(", ").replace('_', " "))
}

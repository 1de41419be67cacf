//! What is said about signing in, and about what somebody may not do.

use lanegate_wire::{Lane, Right};

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
/// Opens one's own account.
pub const ACCOUNT: &str = "Account";
/// Closes the dialog.
pub const NOT_NOW: &str = "Not now";
/// The server did not answer when one signed out.
pub const NOT_SIGNED_OUT: &str = "Not signed out: the server cannot be reached. Try again.";
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
    format!("{name} lacks the right “{}”. An administrator can give it.", super::right(right))
}

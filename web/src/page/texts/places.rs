//! What is said about the places beside the file in hand, imports and accounts among them.

use lanegate_wire::{Fate, Lane, Receipt, Right};

use super::{count, done, lane};
use crate::page::format::number;
use crate::page::places::Place;

/// The ways to the places.
pub const PLACES: &str = "Lists";
/// The choice of a lane.
pub const LANE: &str = "Lane";
/// A place needs an account.
pub const PLACE_FOR_ACCOUNTS: &str = "Sign in to see this. Checking a file needs no account.";

/// A place's name.
pub const fn place(place: Place) -> &'static str {
    match place {
        Place::Imports(_) => "Imports",
        Place::Ready(_) => "Ready queues",
        Place::Account => "Account",
        Place::Accounts => "Accounts",
    }
}

/// The title of a lane's imports.
pub fn imports_of(of: Lane) -> String {
    format!("Imports into {}", lane(of))
}

/// The file of an import.
pub const IMPORT_FILE: &str = "File";
/// How far it has come.
pub const IMPORT_STATE: &str = "State";
/// What it did.
pub const IMPORT_DID: &str = "Rows";
/// Who.
pub const IMPORT_BY: &str = "By";
/// When.
pub const IMPORT_AT: &str = "At";

/// How much of an open import has arrived.
pub fn staged(here: u32, of: u32) -> String {
    format!("{} of {} arrived", number(here), count(of, "batch", "batches"))
}

/// "1,180 added, 24 already there".
pub fn what_it_did(receipt: &Receipt) -> String {
    let part = |fate: &Fate| {
        let rows = receipt.counts.get(fate).copied().filter(|rows| *rows > 0)?;
        Some(format!("{} {}", number(rows), done(*fate)))
    };
    Fate::ALL.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

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
/// It is copied.
pub const COPIED: &str = "Copied";
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
pub const TOKEN_DAYS: &str = "Ends after days";
/// Makes it.
pub const TOKEN_MAKE: &str = "Make the token";
/// It is shown once.
pub const TOKEN_ONCE: &str = "The token. It is shown this once: copy it now.";
/// Revokes it.
pub const REVOKE: &str = "Revoke";
/// A token that nobody has used.
pub const NEVER_USED: &str = "never used";
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

/// When a token was revoked.
pub fn revoked(when: &str) -> String {
    format!("revoked {when}")
}

//! What is said about the places beside the file in hand, and about imports.

use lanegate_wire::{Fate, Lane, Receipt};

use super::{count, done, lane};
use crate::page::format::number;
use crate::page::places::Place;

/// The ways to the places.
pub const PLACES: &str = "Lists";
/// The choice of a lane.
pub const LANE: &str = "Lane";
/// A place needs an account.
pub const PLACE_FOR_ACCOUNTS: &str = "Sign in to see this. Checking a file needs no account.";

/// A place needs the server.
pub const PLACE_NEEDS_SERVER: &str = "The server cannot be reached. Checking a file works without it.";

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
        let (one, more) = done(*fate);
        Some(count(rows, one, more))
    };
    Fate::ALL.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

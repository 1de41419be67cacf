//! Every text of the page, a file for each step, so that tone and terms are kept in one view. What several steps say is here.

mod access;
mod drop;
mod lookup;
mod matching;
mod offline;
mod people;
mod places;
mod plan;
mod ready;
mod receipt;
mod review;
mod suggestions;

pub use access::*;
pub use drop::*;
pub use lookup::*;
pub use matching::*;
pub use offline::*;
pub use people::*;
pub use places::*;
pub use plan::*;
pub use ready::*;
pub use receipt::*;
pub use review::*;
pub use suggestions::*;

use lanegate_wire::{Fate, Lane, Severity};

use super::desk::Step;
use super::format::number;

/// The product's name.
pub const NAME: &str = "Lanegate";
/// Skips the navigation.
pub const SKIP: &str = "Skip to content";
/// The steps as a landmark.
pub const STEPS: &str = "Steps";
/// A file hovers over the window.
pub const RELEASE: &str = "Let go to check this file";
/// Cancels reading and sending.
pub const CANCEL: &str = "Cancel";
/// Goes back in a list.
pub const EARLIER: &str = "Back";
/// Goes on in a list.
pub const LATER: &str = "Next";
/// Being fetched.
pub const LOADING: &str = "…";
/// Another file.
pub const ANOTHER: &str = "Check another file";
/// Only rows with findings.
pub const ROWS_SHOWN: &str = "Rows";

/// A severity in a word.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Note",
    }
}

/// "51–100 of 3,204".
pub fn range(from: u32, shown: u32, total: u32) -> String {
    if total == 0 {
        return number(0);
    }
    format!("{}–{} of {}", number(from + 1), number(from + shown), number(total))
}

/// Tries again.
pub const AGAIN: &str = "Try again";
/// Column titles of row lists.
pub const ROW: &str = "Row";
/// What becomes of it.
pub const FATE: &str = "What happens";
/// The key.
pub const KEY: &str = "Stored under";

/// What a fate means, as a title and an explanation.
pub const fn fate(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::New => ("New", "will be added"),
        Fate::Create => ("New partner", "will be created"),
        Fate::Update => ("Changed partner", "will be updated"),
        Fate::Unchanged => ("Unchanged partner", "nothing to do"),
        Fate::Duplicate => ("Already there", "will be skipped"),
        Fate::Conflict => ("Conflict", "stored otherwise"),
        Fate::MissingReference => ("Unknown partner", "no such partner is stored"),
    }
}

/// A lane's name.
pub const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Sales => "Sales",
        Lane::Partners => "Partners",
    }
}

/// A step's name.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Drop => "Drop",
        Step::Match => "Match",
        Step::Review => "Review",
        Step::Plan => "Plan",
        Step::Receipt => "Receipt",
    }
}

/// "1 row", "1,204 rows".
pub fn count(many: u32, one: &str, more: &str) -> String {
    format!("{} {}", number(many), if many == 1 { one } else { more })
}

/// A code as words: `duplicate_row` → "duplicate row".
pub fn spoken(code: &str) -> String {
    code.replace('_', " ")
}

/// Rows of a piece.
pub fn rows_here(shown: &str) -> String {
    format!("{shown} shown")
}

/// What a finding code means, in a few words.
pub fn code(code: &str) -> &str {
    if code == "left_out" {
        return "Left out by you";
    }
    lanegate_check::explain(code).map_or(code, |known| known.title)
}

/// The page itself broke.
pub const BROKE: &str = "The page met a fault of its own and cannot go on. Reload it and drop the file again; nothing was lost \
     on the server.";

//! What the receipt says.

use lanegate_wire::{Fate, Lane};

use super::{code, lane, spoken};
use crate::page::format::number;

/// The receipt's title.
pub const RECEIPT_TITLE: &str = "Committed";
/// Opens the receipt as a page of its own.
pub const RECEIPT_PRINT: &str = "Print the receipt";
/// The digest.
pub const RECEIPT_SHA: &str = "SHA-256";
/// The sheet.
pub const RECEIPT_SHEET: &str = "Sheet";
/// The kind.
pub const RECEIPT_KIND: &str = "Kind";
/// Who.
pub const RECEIPT_BY: &str = "Committed by";
/// When.
pub const RECEIPT_AT: &str = "At";
/// How long.
pub const RECEIPT_TOOK: &str = "Took";
/// The import's id.
pub const RECEIPT_ID: &str = "Import";
/// The source override.
pub const RECEIPT_SOURCE: &str = "Source of all rows";
/// Rows that were never sent.
pub const RECEIPT_EXCLUDED: &str = "Not sent";
/// Rows that were left out.
pub const RECEIPT_LEFT_OUT: &str = "Left out by choice";
/// Rows behind it.
pub const RECEIPT_ROWS: &str = "Where each row went";

/// What became of a fate's rows, once committed.
pub const fn done(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "added",
        Fate::Create => "partners created",
        Fate::Update => "partners updated",
        Fate::Unchanged => "partners unchanged",
        Fate::Duplicate => "already there",
        Fate::Conflict => "conflicts",
        Fate::MissingReference => "unknown partners",
    }
}

/// "appointment history (Sales)".
pub fn kind_in_lane(kind: &str, of: Lane) -> String {
    format!("{} ({})", spoken(kind), lane(of))
}

/// What became of a row.
pub const DONE: &str = "What happened";

/// "3 · A date in the future": rows that were not sent, and why.
pub fn excluded_for(rows: u32, reason: &str) -> String {
    format!("{} · {}", number(rows), code(reason))
}

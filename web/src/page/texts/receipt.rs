//! What the receipt says.

use lanegate_wire::{Fate, Lane, Undone};

use super::{code, count, lane, spoken};
use crate::page::format::number;

/// The receipt's title.
pub const RECEIPT_TITLE: &str = "Committed";
/// Opens the receipt as a page of its own.
pub const RECEIPT_PRINT: &str = "Print the receipt";
/// Saves the receipt as a file.
pub const RECEIPT_SAVE: &str = "Save as JSON";
/// To the lane's ready queue.
pub const TO_READY: &str = "See the ready queue";
/// Whether the import stands.
pub const STANDING: &str = "After the commit";
/// Asks for the reason first.
pub const RETRACT_ASK: &str = "Retract this import …";
/// What it means.
pub const RETRACT_MEANS: &str = "What this import has set going is taken back: its people leave the ready queue, and what it changed of \
     partners gets its earlier values. The stored rows and the receipt stay. It can be reinstated.";
/// Takes it back.
pub const RETRACT: &str = "Retract";
/// Undoes that.
pub const REINSTATE: &str = "Reinstate this import";
/// Why.
pub const REASON: &str = "Reason";
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

/// What became of a row of this fate, once committed, and of several.
pub const fn done(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::New => ("added", "added"),
        Fate::Create => ("partner created", "partners created"),
        Fate::Update => ("partner updated", "partners updated"),
        Fate::Unchanged => ("partner unchanged", "partners unchanged"),
        Fate::Duplicate => ("already there", "already there"),
        Fate::Conflict => ("conflict", "conflicts"),
        Fate::MissingReference => ("unknown partner", "unknown partners"),
    }
}

/// "Retracted by anna on 3 May 2026."
pub fn retracted(who: &str, when: &str) -> String {
    format!("Retracted by {who}, {when}.")
}

/// "Reinstated by anna on 3 May 2026."
pub fn reinstated(who: &str, when: &str) -> String {
    format!("Reinstated by {who}, {when}.")
}

/// What a retraction, or its undoing, did.
pub fn undone(did: Undone) -> String {
    let part = |many: u32, words: String| (many > 0).then_some(words);
    let parts = [
        part(did.intents, format!("{} changed in the ready queue", count(did.intents, "entry", "entries"))),
        part(did.partners_put_back, format!("{} put back", count(did.partners_put_back, "partner", "partners"))),
        part(
            did.partners_kept,
            format!("{} left as later changes made them", count(did.partners_kept, "partner", "partners")),
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "Nothing had to be changed.".to_owned() } else { format!("{}.", parts.join(", ")) }
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

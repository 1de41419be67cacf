//! Words for many corrections at once.

use lanegate_wire::SuggestedChanges;

use super::count;
use crate::page::format::number;
use crate::protocol::{MOST_SUGGESTED, Suggesting};

/// Applies what the preview shows.
pub const SUGGEST_APPLY: &str = "Apply";

/// The offer.
pub fn suggest(by: &Suggesting, changes: &SuggestedChanges) -> String {
    let column = changes.changes.first().and_then(|change| change.column.as_deref()).unwrap_or_default();
    match by {
        Suggesting::Findings(_) => format!("Apply all {} suggestions", number(changes.suggested)),
        Suggesting::SameChange { .. } if changes.suggested == 1 => {
            format!("Change 1 other cell of {column} the same way")
        }
        Suggesting::SameChange { .. } => {
            format!("Change {} other cells of {column} the same way", number(changes.suggested))
        }
    }
}

/// How often a change occurs.
pub fn times(times: u32) -> String {
    format!("{} times", number(times))
}

/// Suggestions that the preview doesn’t list.
pub fn changes_unlisted(suggestions: u32) -> String {
    format!("and {} like these", count(suggestions, "other change", "other changes"))
}

/// Introduces the rows of findings that stay.
pub fn without_suggestion(findings: u32) -> String {
    format!(
        "{} no single suggestion, and {}:",
        count(findings, "finding has", "findings have"),
        if findings == 1 { "stays" } else { "stay" }
    )
}

/// A row by its number.
pub fn row_name(row: u32) -> String {
    format!("row {}", number(row))
}

/// More corrections than can be made at once.
pub fn suggest_in_parts() -> String {
    let most = number(u32::try_from(MOST_SUGGESTED).unwrap_or(u32::MAX));
    format!("{most} cells are changed at once. Apply again for the next ones.")
}

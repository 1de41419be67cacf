//! What is said about comparing and committing.

use lanegate_wire::{Problem, RetractedDuplicates};

use super::count;
use crate::page::format::number;

/// The consent's title.
pub const CONSENT: &str = "Nothing has left this browser yet. Compare with the database?";
/// The consent's button.
pub const COMPARE: &str = "Compare";
/// The consent's way back.
pub const NOT_YET: &str = "Back to the rows";
/// Shows what would be sent.
pub const SEE_JSON: &str = "See exactly what would be sent first";
/// The opening request.
pub const SEE_OPENING: &str = "About the file";
/// The first batch.
pub const SEE_BATCH: &str = "The first batch of rows";
/// Shows a long text whole.
pub const SEE_WHOLE: &str = "Show all of it";
/// The server computes.
pub const PLANNING: &str = "Comparing with what is stored …";
/// The server commits.
pub const COMMITTING: &str = "Committing. Everything or nothing will be stored; closing this page does not stop it.";
/// The plan's title.
pub const PLAN_TITLE: &str = "What a commit will do";
/// The commit button.
pub const COMMIT: &str = "Commit";
/// The plan is another one now.
pub const PLAN_CHANGED: &str = "The database has changed since you looked, so nothing was committed. This is the plan as it is now; look again and commit.";
/// All fates.
pub const ALL_ROWS: &str = "All rows";
/// The rows of the plan.
pub const PLAN_ROWS: &str = "Rows of the plan";
/// Differences.
pub const DIFFERENCE: &str = "Stored now → in the file";
/// A blank value.
pub const BLANK_VALUE: &str = "blank";
/// Takes rows back in.
pub const TAKE_BACK_IN: &str = "Take them back in";
/// Nothing would change.
pub const NOTHING_TO_DO: &str =
    "The database holds all of this already. Committing changes nothing; it only writes a receipt.";
/// Everything was left out.
pub const NOTHING_LEFT: &str = "Every row is left out. Committing stores nothing; it only writes a receipt.";

/// What would be sent, in numbers.
pub fn to_send(rows: u32, batches: u32) -> String {
    format!(
        "{} will be sent to your server in {}, with the file's name and its SHA-256 digest. Comparing changes nothing there.",
        count(rows, "checked row", "checked rows"),
        count(batches, "batch", "batches")
    )
}

/// How sending is getting on.
pub fn sending(done: u32, total: u32) -> String {
    if total == 0 {
        "Opening the import …".to_owned()
    } else {
        format!("Sending batch {} of {}", number(done + 1), number(total))
    }
}

/// The choice to leave out what blocks.
pub fn leave_out_fates(rows: u32) -> String {
    if rows == 1 { "Leave out this row".to_owned() } else { format!("Leave out these {} rows", number(rows)) }
}

/// Rows of the plan that block.
pub fn plan_blocked(rows: u32) -> String {
    format!("{} the commit up", count(rows, "row holds", "rows hold"))
}

/// Rows that were left out of the plan.
pub fn plan_left_out(rows: u32) -> String {
    format!("{} left out by your choice", count(rows, "row is", "rows are"))
}

/// The worker is gone when its rows are needed.
pub fn checker_gone(what: &str) -> Problem {
    Problem {
        code: "checker_gone".to_owned(),
        status: 0,
        title: "The checked rows are no longer at hand.".to_owned(),
        detail: format!("Drop the file again. {what}"),
        findings: Vec::new(),
        plan: None,
    }
}

/// The server gave no answer.
pub const SERVER_UNREACHABLE: (&str, &str) = (
    "The server cannot be reached.",
    "Your checked rows are safe here. Try again when it is back; what was sent already is not sent twice.",
);
/// The server gave an answer of another form.
pub const ANSWER_UNKNOWN: (&str, &str) = (
    "The server's answer was not understood.",
    "Reload the page, in case it is older than the server, and drop the file again.",
);
/// A row that was left out.
pub const LEFT_OUT: &str = "left out";
/// Compares again, for what has been repaired meanwhile.
pub const COMPARE_AGAIN: &str = "Compare again";

/// Rows with errors that stay behind.
pub fn blocked_left_out(rows: u32) -> String {
    format!("{} with errors will be left out, as you chose. The receipt will say so.", count(rows, "row", "rows"))
}

/// Rows that a retracted import brought.
pub fn plan_retracted(found: &RetractedDuplicates) -> String {
    format!(
        "{} known already from an import that was retracted: {}. Committing does not bring them back; reinstating that import does.",
        count(found.rows, "row is", "rows are"),
        found.import
    )
}

/// What the database holds.
pub const SIDE_STORED: &str = "Stored";
/// What the file says.
pub const SIDE_FILE: &str = "This file";
/// Marks a row.
pub const MARK: &str = "Leave this row out";

/// Names the box of a row.
pub fn mark_label(row: &str) -> String {
    format!("Leave row {row} out")
}

/// Takes the marks into a new plan.
pub fn leave_out_marked(rows: usize) -> String {
    if rows == 0 {
        return "Take all rows back in".to_owned();
    }
    format!("Leave {} out and plan again", count(u32::try_from(rows).unwrap_or(u32::MAX), "marked row", "marked rows"))
}

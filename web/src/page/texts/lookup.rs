//! What is said about IDs that are looked up in a list.

use lanegate_wire::{LookupSummary, Unreadable};

use super::{column_name, count};
use crate::page::format::{moment_of, number, size};
use crate::page::id_lists::LARGEST;

/// Fills a column of IDs.
pub const LOOKUP: &str = "Fill IDs from a list";
/// What it is for.
pub const LOOKUP_HELP: &str = "A list is a second file with Lanegate’s IDs next to names, domains, or e-mail addresses. It is compared in this browser, and nothing of it is sent.";
/// Opens the form.
pub const FILL_FROM_LIST: &str = "Fill from a list …";
/// Names the choice of the column to fill.
pub const LOOKUP_TARGET: &str = "Column to fill";
/// Chooses a list.
pub const CHOOSE_LIST: &str = "Choose a list …";
/// Chooses another list.
pub const ANOTHER_LIST: &str = "Choose another list …";
/// Where a list can be dropped.
pub const DROP_LIST: &str = "or drop it here";
/// The list is being read.
pub const READING_LIST: &str = "Reading the list …";
/// Names the choice of the file's column.
pub const LOOKUP_PART: &str = "Column in your file";
/// Names the choice of the list's column.
pub const LOOKUP_MATCHING: &str = "Same column in the list";
/// Names the choice of the column with the IDs.
pub const LOOKUP_IDS: &str = "IDs in the list";
/// Kept lists.
pub const KEPT_LISTS: &str = "Lists for looking up IDs";
/// How long they are kept.
pub const KEPT_LISTS_HELP: &str =
    "Kept in this browser only: five lists at most, and each for 90 days after it was last used.";

/// Names the button that opens the form for a column.
pub fn fill_from_list_label(column: &str) -> String {
    format!("Fill {column} from a list")
}

/// Uses a kept list.
pub fn use_list(name: &str) -> String {
    format!("Use {name}")
}

/// When a list was last used.
pub fn list_used(at: f64) -> String {
    format!("last used {}", moment_of(at))
}

/// Names the button that forgets a list.
pub fn forget_list(name: &str) -> String {
    format!("Forget the list {name}")
}

/// An open list.
pub fn list_open(name: &str, rows: u32) -> String {
    format!("{name}, {}", count(rows, "row", "rows"))
}

/// Applies a lookup. With ambiguous values alone, their IDs are chosen afterwards.
pub fn fill_ids((found, ambiguous): (u32, u32)) -> String {
    match (found, ambiguous) {
        (0, rows @ 1..) => format!("Choose the IDs of {}", count(rows, "row", "rows")),
        (found, _) => format!("Fill {}", count(found, "ID", "IDs")),
    }
}

/// A list that is too large for the browser.
pub fn list_too_large(bytes: f64) -> Unreadable {
    Unreadable {
        code: "list_too_large".to_owned(),
        message: format!("The list has {}; this page takes up to {}.", size(bytes), size(LARGEST)),
        hint: "Remove the columns that aren’t needed, or use the command line: lanegate check FILE --lookup …"
            .to_owned(),
    }
}

/// How many rows a lookup concerns: found, not found, ambiguous, and so on.
pub fn lookup_counts(summary: &LookupSummary) -> Vec<(&'static str, String, &[String])> {
    let rows = |rows: u32| count(rows, "row", "rows");
    let LookupSummary { found, kept, not_found, ambiguous, blank, .. } = summary;
    let mut counts = vec![("ok", format!("{} found", rows(*found)), [].as_slice())];
    if *kept > 0 {
        counts.push(("", format!("{} with an ID already", rows(*kept)), &[]));
    }
    counts.push(("error", format!("{} not found", rows(*not_found)), &summary.values_not_found));
    counts.push(("warning", format!("{} ambiguous", rows(*ambiguous)), &summary.values_ambiguous));
    if *blank > 0 {
        counts.push(("", format!("{} with nothing to look up", rows(*blank)), &[]));
    }
    counts
}

/// Rows of the list that are of no use.
pub fn list_rows_without_id(rows: u32) -> String {
    format!("In the list, {} no ID.", count(rows, "row has", "rows have"))
}

/// What fills a column, in the table of columns.
pub fn looked_up(summary: &LookupSummary, headers: &[(String, String)]) -> String {
    let list = &summary.list.file;
    let columns: Vec<String> = headers.iter().map(|(letters, header)| column_name(letters, header)).collect();
    let columns = columns.join(" and ");
    if summary.missing {
        return format!("looked up in {list} by {columns}; the list isn’t available");
    }
    let LookupSummary { found, not_found, ambiguous, .. } = summary;
    let counts = [(found, "found"), (not_found, "not found"), (ambiguous, "ambiguous")];
    let counts: Vec<String> = counts.into_iter().map(|(rows, word)| format!("{} {word}", number(*rows))).collect();
    format!("looked up in {list} by {columns}: {}", counts.join(", "))
}

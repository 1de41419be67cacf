//! What is said about findings and rows.

use lanegate_wire::{ColumnMatch, Combining, DateOrder, Finding, Fix, HowMatched, Overview, Severity};

use super::{code, count};
use crate::page::format::number;

/// Findings as a region.
pub const FINDINGS: &str = "What was found";
/// Rows as a region.
pub const ROWS: &str = "Rows of the file";
/// Nothing found.
pub const FINDINGS_NONE: &str = "Nothing to remark: every row is ready.";
/// Removes the filter.
pub const SHOW_ALL: &str = "Show all";
/// Introduces the text of a finding's cell, with corrections applied.
pub const CONTAINS: &str = "The cell contains";
/// A finding's cell is blank.
pub const CELL_IS_BLANK: &str = "The cell is blank.";
/// Introduces the file's own text of a corrected cell.
pub const HOLDS: &str = "The file holds";
/// The file's cell is blank, and a correction fills it.
pub const HELD_BLANK: &str = "The cell is blank in the file.";
/// How to fix it.
pub const FIX: &str = "Fix";
/// How the file was read.
pub const HOW_READ: &str = "How the file was read";
/// The columns.
pub const COLUMNS: &str = "Columns";
/// To the step where columns are matched.
pub const TO_MATCH: &str = "Match columns, words and dates";
/// A column that is not imported.
pub const IGNORED: &str = "not imported";
/// Goes to Plan.
pub const ON_TO_COMPARE: &str = "Compare with the database …";
/// Says why no row is ready, and what to do.
pub fn nothing_ready(overview: &Overview) -> &'static str {
    if overview.rows == 0 {
        "There are no rows below the header. Choose another sheet or header row, or check another file."
    } else if overview.groups.iter().any(|group| is_about_columns(&group.code)) {
        "No row is ready until the columns are matched. Match them first."
    } else if overview.blocked == 0 {
        "No row is ready: every row is skipped. Take at least one row back in."
    } else {
        "No row is ready. Fix the errors listed under “What was found”, or skip those rows."
    }
}

/// Returns true if no row can be ready until the columns are matched.
pub fn is_about_columns(code: &str) -> bool {
    matches!(code, "column_missing" | "column_twice" | "list_missing")
}

/// The choices for rows.
pub const ROW_FILTERS: [(Option<Severity>, &str); 3] =
    [(None, "all"), (Some(Severity::Info), "with remarks"), (Some(Severity::Error), "with errors")];
/// Help on keys, for the grid.
pub const GRID_KEYS: &str = "Arrow keys move from cell to cell. Enter, or typing, corrects the cell, Alt+Enter begins a new line in it, Escape \
     goes back. Control V pastes a value into the cell, or copied cells from there on. F8 and Shift+F8 go to the next and previous finding. Control Z takes the last correction back.";
/// Where a text is longer than a workbook's cell may be.
pub const TOO_LONG_TO_CORRECT: &str =
    "This text is too long to be corrected here. Shorten it in the file and drop the file again, or leave the row out.";
/// The corrections as a group.
pub const CORRECTIONS: &str = "Corrections";
/// Takes the last correction back.
pub const UNDO: &str = "Undo";
/// Its keys.
pub const UNDO_KEYS: &str = "Ctrl+Z";
/// Makes it once more.
pub const REDO: &str = "Redo";
/// Its keys.
pub const REDO_KEYS: &str = "Ctrl+Y";
/// Takes over what was typed.
pub const TAKE: &str = "Correct";

/// What that does.
pub const TAKE_ALL_HELP: &str = "Ctrl+Enter: every cell of this column that holds the same";
/// The search.
pub const SEARCH: &str = "Search rows";
/// The annotated copy.
pub const ANNOTATED: &str = "Download with remarks";
/// What it is.
pub const ANNOTATED_HELP: &str = "An Excel workbook with your rows, the faulty cells marked, and a list of what was found. Dropped here again, it goes on.";
/// The next finding.
pub const NEXT_FINDING: &str = "Next finding (F8)";
/// The one before.
pub const EARLIER_FINDING: &str = "Previous finding (Shift+F8)";
/// What a cell is: shown, stored, committed.
pub const CELL_FACTS: [&str; 3] = ["Excel shows", "The file stores", "Will be committed"];
/// Nothing will be committed, and why.
pub fn commits_nothing(why: &str) -> String {
    format!("nothing: {why}")
}

/// A correction is being checked.
pub const CORRECTING: &str = "Checking again …";

/// Skips the rows that have the same in a column.
pub const SKIP_ALIKE: &str = "Skip all rows like this";
/// What skipping them does.
pub const SKIP_ALIKE_HELP: &str =
    "Skips every row with this value in this column, in this file and in the next one with the same headers";

/// How many corrections were made.
pub fn corrections(made: usize) -> String {
    if made == 0 { String::new() } else { count(u32::try_from(made).unwrap_or(u32::MAX), "correction", "corrections") }
}

/// A correction as an offer.
pub fn fix(fix: &Fix) -> String {
    match fix {
        Fix::SetCell { cell, value } if value.is_empty() => format!("Blank {cell}"),
        Fix::SetCell { cell, value } => format!("Take {value} in {cell}"),
        Fix::MapValue { column, from, to } if from.is_empty() => format!("Take {to} wherever {column} is blank"),
        Fix::MapValue { column, from, to } if to.is_empty() => format!("Leave {column} blank for every “{from}”"),
        Fix::MapValue { from, to, .. } => format!("Take {to} for every “{from}”"),
        Fix::MapColumn { letters, column: Some(column) } => format!("Import column {letters} as {column}"),
        Fix::MapColumn { letters, column: None } => format!("Don’t import column {letters}"),
        Fix::MapColumns { .. } => "Shift the headers".to_owned(),
        Fix::DateOrder { order, .. } => format!("Read as {}", date_order(*order)),
        Fix::DateCells { column, swapped: true } => format!("Swap day and month in all date cells of {column}"),
        Fix::DateCells { column, swapped: false } => format!("Keep all date cells of {column} as they are"),
        Fix::Combine { column, parts, how } => combination(column, &parts.join(" and "), *how),
        Fix::Lookup { column, list, .. } => format!("Look {column} up in {}", list.file),
        Fix::LeaveOutWhere { letters, value } => skip_rows(&format!("column {letters}"), value),
        Fix::LeaveOut { row } => format!("Leave row {} out", number(*row)),
        Fix::LeaveOutNonData {} => "Skip all rows that are no data".to_owned(),
        Fix::TakeIn { row } => format!("Take row {} back in", number(*row)),
    }
}

/// Columns combined into one of the template, as an offer.
pub fn combination(column: &str, columns: &str, how: Combining) -> String {
    match how {
        Combining::Join => format!("Join the columns {columns} into {column}"),
        Combining::FirstFilled => format!("Take the first filled of {columns} for {column}"),
        Combining::Name => format!("Take the name in {columns} for {column}"),
        Combining::Address => format!("Take the first e-mail address in {columns} for {column}"),
    }
}

/// Rows skipped by a value, as an offer.
pub fn skip_rows(column: &str, value: &str) -> String {
    if value.is_empty() {
        format!("Skip the rows in which {column} is blank")
    } else {
        format!("Skip the rows with “{value}” in {column}")
    }
}

/// The order of a text date, with an example.
const fn date_order(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day/month/year",
        DateOrder::Mdy => "month/day/year",
        DateOrder::Ymd => "year/month/day",
    }
}

/// Where a finding stands: "F3", "row 5", or the file as a whole.
pub fn place_of(finding: &Finding) -> String {
    match (&finding.cell, finding.row) {
        (Some(cell), _) => cell.clone(),
        (None, Some(row)) => format!("Row {}", number(row)),
        (None, None) => "The file".to_owned(),
    }
}

/// Leaves a row out, or takes it back.
pub fn leave_row_out(row: u32, is_out: bool) -> String {
    let row = number(row);
    if is_out { format!("Take row {row} back in") } else { format!("Leave row {row} out") }
}

/// "1,204 rows, 1,180 ready, 24 need you".
pub fn headline(rows: u32, clean: u32, blocked: u32) -> String {
    let rows = count(rows, "row", "rows");
    match (clean, blocked) {
        (clean, 0) => format!("{rows}, {} ready", number(clean)),
        (0, blocked) => format!("{rows}, none ready, {} you", count(blocked, "needs", "need")),
        (clean, blocked) => format!("{rows}, {} ready, {} you", number(clean), count(blocked, "needs", "need")),
    }
}

/// Rows that are not sent and are not errors.
pub fn excluded(rows: u32, reason: &str) -> String {
    format!("{} not sent: {}", count(rows, "row is", "rows are"), lower_first(code(reason)))
}

/// The choice to go on without rows that have errors.
pub fn leave_out_blocked(blocked: u32) -> String {
    format!("Leave out the {} with errors", count(blocked, "row", "rows"))
}

/// Why Compare waits.
pub fn blocked_first(blocked: u32) -> String {
    format!("{} errors. Correct them here, or say that they may be left out.", count(blocked, "row has", "rows have"))
}

/// How a column was matched.
pub const fn how(how: HowMatched) -> &'static str {
    match how {
        HowMatched::Exact => "by its name",
        HowMatched::Alias => "by another name for it",
        HowMatched::Chosen => "by your choice",
        HowMatched::Ignored => IGNORED,
    }
}

/// How the file was read, in one line.
pub fn read_as(sheet: &str, header_row: u32, columns: &[ColumnMatch]) -> String {
    let ignored = columns.iter().filter(|column| column.column.is_none()).count();
    let matched = columns.len() - ignored;
    let known = count(u32::try_from(matched).unwrap_or(u32::MAX), "column", "columns");
    let mut words = format!("sheet “{sheet}”, headings in row {}, {known}", number(header_row));
    if ignored > 0 {
        words.push_str(&format!(", {ignored} {IGNORED}"));
    }
    words
}

/// How many rows the grid has.
pub fn rows_shown(rows: u32) -> String {
    count(rows, "row", "rows")
}

fn lower_first(words: &str) -> String {
    let mut words = words.to_owned();
    words.get_mut(..1).map(str::make_ascii_lowercase);
    words
}

/// Corrects every cell of the column that holds the same.
pub fn take_all(alike: Option<u32>) -> String {
    match alike {
        Some(rows) if rows > 1 => format!("Correct all {} alike", number(rows)),
        Some(_) => "Correct all alike (only this one)".to_owned(),
        None => "Correct all alike".to_owned(),
    }
}

/// There is no cell to paste into.
pub const PASTE_NOWHERE: &str =
    "No rows are shown, so there is no cell to paste into. Show all rows, select a cell, and paste again.";
/// The rows changed while they were asked for.
pub const PASTE_AGAIN: &str = "The rows changed in the meantime, so nothing was pasted. Paste again.";
/// Says how to check copied cells as a separate table.
const PASTE_AS_TABLE: &str =
    "Nothing was changed. To check the copied cells as a new table, choose “Check another file”, then paste.";

/// Says what was pasted.
pub fn pasted(first: &str, last: &str, changed: usize) -> String {
    let changed = u32::try_from(changed).unwrap_or(u32::MAX);
    match (changed, first == last) {
        (0, true) => format!("{first} contains this already."),
        (0, false) => format!("{first} to {last} contain this already."),
        (_, true) => format!("Pasted into {first}. Undo takes it back."),
        (changed, false) => {
            format!(
                "Pasted into {first} to {last}: {} changed. Undo takes all of it back.",
                count(changed, "cell", "cells")
            )
        }
    }
}

/// A block that reaches beyond the rows or the columns: the copied cells, and the available ones, each in rows and columns.
pub fn paste_does_not_fit(copied: (usize, usize), there: (usize, usize)) -> String {
    format!(
        "The copied cells ({}) don’t fit: there are only {} from the selected cell on. {PASTE_AS_TABLE}",
        block(copied),
        block(there)
    )
}

/// A block with too many cells.
pub fn paste_too_large(rows: usize, columns: usize, most: usize) -> String {
    let most = number(u32::try_from(most).unwrap_or(u32::MAX));
    format!(
        "The copied cells ({}) are too many: {most} can be pasted at once. {PASTE_AS_TABLE}",
        block((rows, columns))
    )
}

fn block((rows, columns): (usize, usize)) -> String {
    let words = |many, one, more| count(u32::try_from(many).unwrap_or(u32::MAX), one, more);
    format!("{} and {}", words(rows, "row", "rows"), words(columns, "column", "columns"))
}

//! What is asked where the file leaves something open, and how it was read.

use lanegate_wire::{Combining, DateOrder, DateVerdict, SheetSize};

use super::count;
use crate::page::format::number;

/// The step's title.
pub const MATCH_TITLE: &str = "What is in this file?";
/// The kind to choose.
pub const KIND: &str = "What it holds";
/// The sheet to choose.
pub const SHEET: &str = "Sheet";
/// The header row to choose.
pub const HEADER_ROW: &str = "Row with the headings";
/// The source override.
pub const SOURCE: &str = "Source of all rows";
/// No source override.
pub const SOURCE_OWN: &str = "as in the file";
/// The sources of lane A.
pub const SOURCES: [&str; 3] = ["calendar", "crm", "manual"];
/// The order of text dates.
pub const DATE_ORDER: &str = "Dates written as text";
/// Found by the checker.
pub const FOUND: &str = "find it for me";
/// The order that the file itself proves.
pub const DATE_ORDER_NONE: &str = "found from the file";
/// The orders, with an example.
pub const DATE_ORDERS: [(DateOrder, &str, &str); 3] = [
    (DateOrder::Dmy, "dmy", "day/month/year, 26/06/2025"),
    (DateOrder::Mdy, "mdy", "month/day/year, 06/26/2025"),
    (DateOrder::Ymd, "ymd", "year/month/day, 2025/06/26"),
];
/// A hidden sheet.
pub const HIDDEN: &str = "hidden";

/// What to do where the check could not go on by itself. The checker's own hint speaks of names that the command line takes.
pub fn what_to_say(code: &str, hint: String) -> String {
    match code {
        "kind_unknown" => {
            "Say what the file holds, and if need be on which sheet and in which row its headings are.".to_owned()
        }
        _ => hint,
    }
}

/// From Match to Review.
pub const ON_TO_ROWS: &str = "On to the rows";
/// What Excel may not show.
pub const HAZARDS: &str = "What Excel may not show";
/// The sheets.
pub const SHEETS: &str = "Sheets of the file";
/// A sheet that is no table of a known kind.
pub const SHEET_FITS_NOTHING: &str = "no headings of a known kind";
/// Template columns that the file does not have.
pub const NOT_IN_FILE: &str = "Not in this file";
/// The columns of which some cells are blank.
pub const BLANK_IN_FILE: &str = "Blank in some rows";
/// A column that every row needs.
pub const REQUIRED: &str = "required";
/// Asks for one value for a column that the file lacks.
pub const ONE_VALUE: &str = "one value for all rows";
/// Stands in the field for the value of blank cells.
pub const ONE_FOR_BLANKS: &str = "one value for blank cells";
/// Combines columns.
pub const COMBINE: &str = "Combine columns";
/// Applies the combination.
pub const COMBINE_NOW: &str = "Combine";
/// What combining is for.
pub const COMBINE_HELP: &str = "Make one column out of several, such as a full name out of first and last name.";
/// Names the choice of how columns are combined.
pub const COMBINE_HOW: &str = "How to combine";
/// Names the choice of the template column.
pub const COMBINE_INTO: &str = "Import the result as";
/// No column of the file chosen yet.
pub const CHOOSE_COLUMN: &str = "choose a column";
/// No template column chosen yet.
pub const CHOOSE_TARGET: &str = "import as…";
/// The ways to combine columns, with their names in the form.
pub const COMBININGS: [(Combining, &str, &str); 4] = [
    (Combining::Join, "join", "Join with a space"),
    (Combining::FirstFilled, "first_filled", "Use the first that is filled"),
    (Combining::Name, "name", "Use the name in Name <address>"),
    (Combining::Address, "address", "Use the first e-mail address in"),
];
/// The heads of the columns' table.
pub const MATCH_HEADS: [&str; 4] = ["In the file", "It holds", "Imported as", "Why"];
/// Words of lists.
pub const VALUES: &str = "Words that no list knows";
/// What to do with them.
pub const VALUES_HELP: &str = "Say once what a word stands for, and it counts in all rows.";
/// The heads of the words' table.
pub const VALUE_HEADS: [&str; 4] = ["In the file", "Column", "Rows", "Stands for"];
/// Blank cells in place of a word.
pub const BLANK_CELLS: &str = "(blank)";
/// Nothing chosen yet.
pub const SAY: &str = "say what it means";
/// Skips the rows with a word.
pub const SKIP_ROWS: &str = "skip these rows";
/// Text dates.
pub const TEXT_DATES: &str = "Dates written as text";

/// Names the choice for a column.
pub fn column_label(letters: &str, header: &str) -> String {
    format!("Column {letters} {header} is imported as")
}

/// Names the field for the value of a column that the file lacks.
pub fn one_value_label(column: &str) -> String {
    format!("{column} in all rows")
}

/// Names the field for the value of blank cells.
pub fn blank_label(column: &str) -> String {
    format!("{column} where it is blank")
}

/// A column of the file as a choice.
pub fn column_name(letters: &str, header: &str) -> String {
    if header.is_empty() { letters.to_owned() } else { format!("{letters} {header}") }
}

/// Names the choice of a column to combine.
pub fn part_label(number: usize) -> String {
    format!("Column {number} to combine")
}

/// The columns that a combined one is made of.
pub fn made_of(parts: &[String]) -> String {
    match parts {
        [only] => format!("made of column {only}"),
        parts => format!("made of columns {}", parts.join(" and ")),
    }
}

/// The template columns that are made of a column.
pub fn goes_into(names: &[String]) -> String {
    format!("goes into {}", names.join(" and "))
}

/// A template column as a choice, with the column that it is now.
pub fn template_option(name: &str, held: Option<&str>) -> String {
    held.map_or_else(|| name.to_owned(), |letters| format!("{name} (now column {letters})"))
}

/// A suggestion.
pub fn perhaps(column: &str, reason: &str) -> String {
    format!("Perhaps {column}: {reason}.")
}

/// A column that nothing is known of.
pub const fn unknown_column() -> &'static str {
    "The template has no such column."
}

/// Takes a suggested column.
pub fn take_column(column: &str) -> String {
    format!("Take it for {column}")
}

/// Takes a suggested word.
pub fn take_value(value: &str) -> String {
    format!("Take {value}")
}

/// Names the choice for a word.
pub fn value_label(value: &str, column: &str) -> String {
    format!("{value} in {column} stands for")
}

/// Names the choice of an order.
pub fn date_label(column: &str) -> String {
    format!("Dates of {column}")
}

/// How a column's text dates are read, and why.
pub fn date_verdict(verdict: &DateVerdict) -> String {
    let column = &verdict.column;
    let dates = count(verdict.ambiguous, "date", "dates");
    match (verdict.order, verdict.said, &verdict.proof, &verdict.contradiction) {
        (Some(order), true, ..) => format!("{column} is read as {}, as you said.", in_words(order)),
        (Some(order), false, Some(proof), _) => format!("{column} is read as {}, because {proof}.", in_words(order)),
        (Some(order), false, None, _) => format!("{column} is read as {}.", in_words(order)),
        (None, _, _, Some(contradiction)) => {
            format!("{column} has no one order: {contradiction}. Which one do the other {dates} have?")
        }
        (None, ..) => {
            format!("{column} has {dates} that can be read in two ways, such as 03/04/2025. Which one is it?")
        }
    }
}

const fn in_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day/month/year",
        DateOrder::Mdy => "month/day/year",
        DateOrder::Ymd => "year/month/day",
    }
}

/// Names the button that undoes the answers of an earlier file.
pub const UNDO_ANSWERS: &str = "Undo these answers";

/// Answers named in a line; the step Match shows all.
const ANSWERS: usize = 4;

/// The answers of an earlier file with the same headers that were applied.
pub fn answers_applied(from: Option<&str>, answers: &[String]) -> String {
    let from = from.map_or_else(|| "an earlier file with the same headers".to_owned(), |name| format!("“{name}”"));
    let said = answers.iter().take(ANSWERS).map(String::as_str).collect::<Vec<_>>().join("; ");
    let more = match answers.len().saturating_sub(ANSWERS) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    // A review that an earlier version kept has no words.
    let colon = if answers.is_empty() { "" } else { ": " };
    format!("Answers from {from} were applied{colon}{said}{more}.")
}

/// How large a sheet is.
pub fn sheet_size(size: SheetSize) -> String {
    let rows = if size.more { format!("{} rows or more", number(size.rows)) } else { count(size.rows, "row", "rows") };
    format!("{rows}, {}", count(size.columns, "column", "columns"))
}

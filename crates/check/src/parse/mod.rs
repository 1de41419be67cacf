//! Cell parsers: from a stored cell to a typed value or a note of what is wrong with it.

mod date;
mod email;
mod email_repair;
mod error_text;
mod linkedin;
mod linkedin_path;
mod linkedin_repair;
mod list;
mod lookalikes;
mod marks;
mod misspelling;
mod ordinal;
mod placeholder;
mod text;
mod typed;
mod uuid;

pub(crate) use self::uuid::read_uuid;
pub(crate) use date::{
    DatePattern, Moment, ORDERS, date_pattern, fits, has_time, has_twin, reads_as_date, shown_time, swapped_cell,
    with_time,
};
pub(crate) use error_text::is_error_text;
pub(crate) use linkedin::stored_profile;
pub(crate) use list::{list_value, nearest_in_list, squeezed};
pub use marks::is_formula_start;
pub(crate) use marks::without_marks;
pub use placeholder::is_placeholder;
pub(crate) use text::digits_lost;
pub use typed::Typed;

use std::borrow::Cow;

use chrono::NaiveDate;
use lanegate_sheet::{Cell, DateSystem};
use lanegate_wire::{DateOrder, Severity};

pub(crate) use crate::apostrophes::may_have_mark;
use crate::damage::{Marks, damage};
use crate::{Code, Column, Required, ValueType, codes};

/// What a parser needs to know beside the cell.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The date that "today" means.
    pub today: NaiveDate,
    /// The epoch of the sheet's date serials.
    pub dates: DateSystem,
    /// The order of text dates, where a person has said it.
    pub order: Option<DateOrder>,
    /// The order in which most of the column's dates without a plain year can be read. It decides what is offered first, and nothing else.
    pub likely: Option<DateOrder>,
    /// True if day and month of the column's date cells are probably swapped, and no person has answered yet.
    pub ask_swapped: bool,
}

impl Context {
    /// A cell for itself: dates count from 1900, and nothing is known of its column.
    #[must_use]
    pub const fn on(today: NaiveDate) -> Self {
        Self { today, dates: DateSystem::Y1900, order: None, likely: None, ask_swapped: false }
    }
}

/// What is to be said about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The code.
    pub code: &'static Code,
    /// What is wrong or worth knowing, and what was expected.
    pub message: String,
    /// How to fix it; may be empty.
    pub hint: String,
    /// Values of which each, in the cell's place, would settle it; the likeliest first.
    pub proposals: Vec<Proposal>,
}

/// A value that would settle a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// For this cell only.
    Cell(String),
    /// For every cell of the column that holds the same.
    Value(String),
    /// The order of the column's text dates.
    Order(DateOrder),
    /// The answer for a date column: its date cells have day and month swapped, or are right.
    DateCells {
        /// They are.
        swapped: bool,
    },
    /// The row is not imported.
    LeaveOut,
}

impl Note {
    pub(crate) fn new(code: &'static Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), proposals: Vec::new() }
    }

    pub(crate) fn proposing(self, proposal: Proposal) -> Self {
        let mut proposals = self.proposals;
        proposals.push(proposal);
        Self { proposals, ..self }
    }
}

/// The typed value of a cell, and notes on it. No value and no error note: the cell is blank.
pub fn parse<'a>(column: &Column, cell: Cell<'a>, context: &Context, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if cell.is_blank() {
        return None;
    }
    match cell {
        Cell::Error(error) => {
            notes.push(error_value(column, error));
            None
        }
        Cell::NoResult => {
            notes.push(Note::new(
                codes::NO_RESULT,
                "The cell holds a formula, but the file does not hold its result.",
                "Open the file in Excel, let it calculate, save it, and drop it again.",
            ));
            None
        }
        Cell::Text(text) => match without_marks(text, !may_have_mark(&column.value)) {
            Some(inner) => parse_marked(column, inner, context, notes),
            None => parse_text(column, text, context, notes),
        },
        _ => parse_value(column, cell, context, notes),
    }
}

/// Parses the text inside the marks around a value, and notes that the marks were removed.
fn parse_marked<'a>(
    column: &Column,
    inner: Cow<'a, str>,
    context: &Context,
    notes: &mut Vec<Note>,
) -> Option<Typed<'a>> {
    let before = notes.len();
    let value = match inner {
        _ if inner.trim().is_empty() => None,
        Cow::Borrowed(inner) => parse_text(column, inner, context, notes),
        Cow::Owned(inner) => parse_text(column, &inner, context, notes).map(Typed::into_owned),
    };
    if !has_error(&notes[before..]) {
        notes.push(mark_removed());
    }
    value
}

fn parse_text<'a>(column: &Column, text: &'a str, context: &Context, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    if is_error_text(text) {
        notes.push(error_value(column, text.trim()));
        return None;
    }
    parse_value(column, Cell::Text(text), context, notes)
}

fn parse_value<'a>(column: &Column, cell: Cell<'a>, context: &Context, notes: &mut Vec<Note>) -> Option<Typed<'a>> {
    let before = notes.len();
    let value = match column.value {
        ValueType::Text { max, lines, usual, person } => {
            text::parse(cell, max, (lines, Marks::of(lines, person)), usual, notes)
        }
        ValueType::Uuid => uuid::parse(cell, notes),
        ValueType::PastDate => date::parse(cell, context, notes),
        ValueType::List(values) => list::parse(cell, values, notes),
        ValueType::Email => email::parse(cell, notes),
        ValueType::LinkedIn => linkedin::parse(cell, notes),
        ValueType::Ordinal => ordinal::parse(cell, notes),
    };
    let text = match cell {
        Cell::Text(text) => Some(text),
        Cell::Number(0.0) if matches!(column.value, ValueType::Text { .. }) => Some("0"),
        _ => None,
    };
    if let Some(text) = text
        && let Some(note) = placeholder(column, text, value.as_ref(), &notes[before..])
    {
        notes.truncate(before);
        notes.push(note);
        return None;
    }
    if has_error(&notes[before..]) {
        if let Cell::Text(text) = cell {
            propose_repair(column, text, context, &mut notes[before..]);
        }
        return None;
    }
    value
}

/// Offers what a refused text was before it was damaged, where that would pass.
fn propose_repair(column: &Column, text: &str, context: &Context, notes: &mut [Note]) {
    let Some(note) = notes.iter_mut().find(|note| note.code.severity == Severity::Error) else { return };
    let Some(repaired) = damage(text, Marks::Asking).and_then(|damage| damage.repaired) else { return };
    // A text that is damaged more often than it was repaired isn't one that people see.
    if damage(&repaired, Marks::Asking).is_some() {
        return;
    }
    let Some(value) = parse(column, Cell::Text(&repaired), context, &mut Vec::new()) else { return };
    if !note.proposals.contains(&Proposal::Value(value.to_text())) {
        note.proposals.insert(0, Proposal::Value(crate::text::stored(&repaired, true).text.into_owned()));
    }
}

/// The note on a text that means "no value", or the value above. A text column would store it; other columns have refused it already, with their own note.
fn placeholder(column: &Column, text: &str, value: Option<&Typed<'_>>, notes: &[Note]) -> Option<Note> {
    let (code, stands_for_nothing) = match value {
        Some(Typed::Text(text)) if matches!(column.value, ValueType::Text { .. }) => {
            // A formula on a blank cell gives 0, which is no name. In a column that a row may leave blank, it may be an ID.
            let is_zero = text == "0" && column.required == Required::Always;
            let is_one = is_placeholder(text) || placeholder::is_repeat(text);
            (codes::PLACEHOLDER, is_zero || is_one || comes_to_nothing(text, notes))
        }
        _ => {
            let error = notes.iter().find(|note| note.code.severity == Severity::Error)?;
            (error.code, is_placeholder(&crate::text::collapsed(text)))
        }
    };
    if !stands_for_nothing {
        return None;
    }
    let (text, expectation) = (crate::text::shortened(text.trim()), expectation(column));
    if placeholder::is_repeat(&text) {
        let message = format!("\"{text}\" points to the cell above; expected {expectation}.");
        return Some(Note::new(code, message, "Type the value that is meant."));
    }
    if let Some(meant) = placeholder::other_meaning(column.name, &text) {
        let message = format!("\"{text}\" may mean {meant}, or mean that there is no value; expected {expectation}.");
        let note = Note::new(code, message, "Choose what is meant.");
        return Some(
            [meant, ""].into_iter().fold(note, |note, value| note.proposing(Proposal::Value(value.to_owned()))),
        );
    }
    let means = format!("\"{text}\" means that there is no value");
    Some(match column.required {
        Required::Always => {
            let message = format!("{means}, but every row needs one here; expected {expectation}.");
            Note::new(code, message, "Fill in the value, or skip the row.")
        }
        // The cell alone doesn't show whether this row needs a value.
        Required::When(when) => {
            let message = format!("{means}, but a row needs one here when {when}; expected {expectation}.");
            Note::new(code, message, "Fill in the value. If this row needs none, blank the cell.")
        }
        Required::Never => {
            let message = format!("{means}; expected {expectation}, or a blank cell.");
            Note::new(code, message, "Blank the cell, or fill in the value.").proposing(Proposal::Value(String::new()))
        }
    })
}

/// Describes the expected value, by an example if any text may be right.
fn expectation(column: &Column) -> String {
    match column.value {
        ValueType::Text { .. } => format!("a value such as \"{}\"", column.good),
        other => other.expectation(),
    }
}

/// Returns true if nothing, or a placeholder, is left of a text without its damage: `&nbsp;`, `<br>`, `_x000D_`.
fn comes_to_nothing(text: &str, notes: &[Note]) -> bool {
    if !notes.iter().any(|note| note.code == codes::DAMAGED_TEXT) {
        return false;
    }
    let repaired = damage(text, Marks::Asking).and_then(|damage| damage.repaired);
    repaired.is_some_and(|repaired| {
        let text = crate::text::collapsed(&repaired);
        text.is_empty() || is_placeholder(&text)
    })
}

pub(crate) fn has_error(notes: &[Note]) -> bool {
    notes.iter().any(|note| note.code.severity == Severity::Error)
}

/// An error value, as a cell's type or as its text. Where no row needs a value, the cells can be blanked.
fn error_value(column: &Column, error: &str) -> Note {
    let error = crate::text::shortened(error);
    let note = Note::new(
        codes::ERROR_VALUE,
        format!("The cell contains the error value {error}; expected {}.", expectation(column)),
        "Replace it with the value that the formula should give.",
    );
    if column.required == Required::Never { note.proposing(Proposal::Value(String::new())) } else { note }
}

/// The note that marks around a value were removed.
pub(crate) fn mark_removed() -> Note {
    Note::new(
        codes::MARK_REMOVED,
        "A mark that keeps the value as text in a spreadsheet was removed: an apostrophe in front, or =\"…\" around it.",
        "",
    )
}

/// A text cell in its stored form, with the notes that all text-like columns share. `None` when nothing is left of it or it can't be stored.
fn clean_text<'a>(text: &'a str, lines: bool, notes: &mut Vec<Note>) -> Option<Cow<'a, str>> {
    let stored = crate::text::stored(text, lines);
    if let Some(control) = stored.control {
        notes.push(Note::new(
            codes::CONTROL_CHARACTER,
            format!("The text holds the control character U+{:04X}, which can't be stored.", u32::from(control)),
            "Type the text again.",
        ));
        return None;
    }
    if stored.text.is_empty() {
        return None;
    }
    if let Some(name) = stored.invisible {
        notes.push(Note::new(codes::INVISIBLE_REMOVED, format!("An invisible character ({name}) was left out."), ""));
    }
    Some(stored.text)
}

/// A cell as text for people: what the grid shows and what a finding quotes.
#[must_use]
pub fn cell_text(cell: Cell<'_>, dates: DateSystem) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::IsoDate(text) | Cell::Error(text) => text.to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(serial) => dates.date(serial).map_or_else(|_| serial.to_string(), |day| day.date.to_string()),
        Cell::Duration(days) => format!("{} h", (days * 24.0 * 100.0).round() / 100.0),
        Cell::Bool(true) => "TRUE".into(),
        Cell::Bool(false) => "FALSE".into(),
        Cell::NoResult => "(formula without a result)".into(),
    }
}

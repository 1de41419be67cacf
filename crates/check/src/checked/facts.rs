//! What one cell is, from what Excel shows to what will be committed.

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::CellFacts;

use super::{Checked, State};
use crate::overlay::mapped_by;
use crate::parse::cell_text;

impl Checked {
    /// What a cell is: a row of the sheet (0-based) and a column by its place among the file's columns.
    #[must_use]
    pub fn cell_facts(&self, sheet: &Sheet, row: u32, column: usize) -> Option<CellFacts> {
        let file = self.mapping().columns.get(column)?;
        let held = sheet.cell(row, file.at);
        let counts = self.cell(sheet, row, file);
        let text = |cell| cut(cell_text(cell, sheet.date_system()));
        let (commits, why_not) = match self.committed(sheet, row, file.column) {
            Ok(value) => (Some(cut(value)), String::new()),
            Err(why) => (None, why.to_owned()),
        };
        Some(CellFacts {
            shows: text(held),
            stores: cut(stored(held)),
            counts: (held != counts).then(|| text(counts)),
            commits,
            why_not,
        })
    }

    /// The number of rows of data that a correction of this cell's value changes: those whose cell counts as the same, or contains it.
    #[must_use]
    pub fn alike(&self, sheet: &Sheet, row: u32, column: usize) -> u32 {
        let Some(file) = self.mapping().columns.get(column) else { return 0 };
        let this = self.cell(sheet, row, file);
        let wanted = mapped_by(this, sheet);
        let is_alike = |row: u32| {
            let cells = [self.cell(sheet, row, file), self.reading.overlay.held(sheet, row, file.at, file.column)];
            // The same text needs no second look; nearly all of a column's are the same few.
            cells[0] == this || cells.into_iter().any(|cell| mapped_by(cell, sheet) == wanted)
        };
        let rows = (0..sheet.row_count())
            .filter(|&row| self.states.get(row as usize).is_some_and(|state| *state != State::Blank));
        rows.filter(|&row| is_alike(row)).count() as u32
    }

    /// What will be committed of a row in a column of the kind, or why nothing will be.
    fn committed(&self, sheet: &Sheet, row: u32, place: Option<usize>) -> Result<String, &'static str> {
        let place = place.ok_or("the column is not imported")?;
        match self.states.get(row as usize).copied().unwrap_or(State::Blank) {
            State::Blank => return Err("this is no row of data"),
            State::LeftOut => return Err("the row is left out"),
            State::Merged => return Err("an earlier row says the same"),
            State::Clean | State::Blocked => {}
        }
        let typed = self.typed_row(sheet, row);
        match (typed.text(place), self.states[row as usize]) {
            (Some(value), State::Clean) => Ok(value),
            (Some(_), _) => Err("the row has an error"),
            (None, _) if typed.is_wrong(place) => Err("the cell has an error"),
            (None, _) => match self.kind().columns[place].default {
                Some(_) => Err("the cell is blank; a new row gets the usual value"),
                None => Err("the cell is blank"),
            },
        }
    }
}

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(CellFacts::MAX_TEXT) {
        text.truncate(end);
    }
    text
}

/// What the file stores, in words.
fn stored(cell: Cell<'_>) -> String {
    match cell {
        Cell::Blank => "nothing".to_owned(),
        Cell::Text("") => "an empty text".to_owned(),
        Cell::Text(text) if text.trim().is_empty() => "blanks only".to_owned(),
        Cell::Text(text) => format!("the text {text}"),
        Cell::Number(number) => format!("the number {number}"),
        Cell::Date(serial) => format!("the number {serial}, formatted as a date"),
        Cell::Duration(days) => format!("the number {days}, formatted as a length of time"),
        Cell::IsoDate(text) => format!("the date {text}"),
        Cell::Bool(truth) => format!("the truth value {}", if truth { "TRUE" } else { "FALSE" }),
        Cell::Error(error) => format!("the Excel error {error}"),
        Cell::NoResult => "a formula without its result".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_between_two_characters() {
        let long = "é".repeat(CellFacts::MAX_TEXT + 1);
        assert_eq!(cut(long).chars().count(), CellFacts::MAX_TEXT);
        let whole = "é".repeat(CellFacts::MAX_TEXT);
        assert_eq!(cut(whole.clone()), whole);
    }
}

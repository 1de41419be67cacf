//! Marks of rows: short digests by which rows are found again in a copy that somebody has worked on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lanegate_check::{CombinedBefore, Kind, MAX_PARTS, cell_text, collapsed, match_headers};
use lanegate_sheet::{Cell, PLAIN_ERRORS, Sheet, column_letters, parse_column_letters};
use lanegate_wire::{
    Combining, Fix, ListColumns, MarkedColumn, MarkedRow, PlainColumn, SkippedValue, Stamp, sha256_hex,
};

use crate::choice::Choice;

/// Hexadecimal digits of a mark: rows that differ by chance have the same one in a file of a million rows once in a thousand.
const DIGITS: usize = 12;

/// The mark of a row that holds these texts. Blank cells don't matter.
pub(super) fn of(texts: impl Iterator<Item = String>) -> String {
    let mut all = String::new();
    for text in texts {
        let text = collapsed(&text);
        if !text.is_empty() {
            all.push_str(&text);
            all.push('\u{1f}');
        }
    }
    sha256_hex(all.as_bytes())[..DIGITS].to_owned()
}

/// The mark of a row with all its cells.
pub(super) fn of_whole_row(sheet: &Sheet, row: u32) -> String {
    of((0..sheet.column_count()).map(|column| text(sheet.cell(row, column), sheet)))
}

/// A cell's text, which is the same in a file and in its copy: a copy has dates as numbers, and has no formula of another sheet, and only
/// some of the error values.
pub(super) fn text(cell: Cell<'_>, sheet: &Sheet) -> String {
    match cell {
        Cell::IsoDate(text) if text.as_bytes().get(10) == Some(&b'T') => text[..10].to_owned(),
        Cell::Error(error) if !PLAIN_ERRORS.contains(&error) => PLAIN_ERRORS[0].to_owned(),
        Cell::NoResult => PLAIN_ERRORS[0].to_owned(),
        other => cell_text(other, sheet.date_system()),
    }
}

/// A header as it is compared.
pub(super) fn header(sheet: &Sheet, header_row: u32, column: u32) -> String {
    collapsed(&cell_text(sheet.cell(header_row, column), sheet.date_system())).into_owned()
}

/// How an added column was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Making {
    Combined(Combining),
    /// In a list, without its digest.
    LookedUp(ListColumns),
}

/// A column that was made from others: its place, the places of its parts, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub at: u32,
    pub column: String,
    pub parts: Vec<u32>,
    pub how: Making,
}

impl Made {
    /// The correction that takes the column as it is.
    pub fn choice(&self) -> Fix {
        Fix::MapColumn { letters: column_letters(self.at), column: Some(self.column.clone()) }
    }

    /// The same for the check; `None` if it was looked up, or if the stamp names more parts than can be combined.
    pub fn combined_before(&self) -> Option<CombinedBefore> {
        let Making::Combined(how) = self.how else { return None };
        if !(1..=MAX_PARTS).contains(&self.parts.len()) {
            return None;
        }
        Some(CombinedBefore { at: self.at, column: self.column.clone(), parts: self.parts.clone(), how })
    }

    /// Returns true if a correction asks for the same column from the same parts.
    pub fn is_asked_by(&self, fix: &Fix) -> bool {
        let (column, parts, how) = match fix {
            Fix::Combine { column, parts, how } => (column, parts, Making::Combined(*how)),
            Fix::Lookup { column, parts, list, .. } => {
                (column, parts, Making::LookedUp(ListColumns { sha256: None, ..list.clone() }))
            }
            _ => return false,
        };
        let same = |(part, at): (&String, &u32)| parse_column_letters(part) == Some(*at);
        *column == self.column
            && how == self.how
            && parts.len() == self.parts.len()
            && parts.iter().zip(&self.parts).all(same)
    }
}

/// What a stamp names, at the rows and columns where it is now.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub fixes: Vec<Fix>,
    /// The columns that were combined or looked up.
    pub made: Vec<Made>,
    /// The number of corrections whose row or column is gone.
    pub lost: usize,
    /// Rows that a text file may have cut in the wrong places, 0-based and ascending. One that has changed since was corrected.
    pub torn: Vec<u32>,
    /// The same for rows that ended early.
    pub short: Vec<u32>,
}

/// Finds what a stamp names.
pub(super) fn find(stamp: &Stamp, sheet: &Sheet, choice: &Choice) -> Found {
    let place = |letters: &str, header: &str| find_column(sheet, choice.header_row, letters, header);
    let columns: Vec<Option<(u32, &MarkedColumn)>> =
        stamp.columns.iter().map(|column| Some((place(&column.letters, &column.header)?, column))).collect();
    let lost = columns.iter().filter(|column| column.is_none()).count();
    let columns: Vec<(u32, &MarkedColumn)> = columns.into_iter().flatten().collect();
    let mut fixes: Vec<Fix> = columns
        .iter()
        .map(|(at, column)| Fix::MapColumn { letters: column_letters(*at), column: column.column.clone() })
        .collect();
    // A copy shows every other correction in its cells.
    let of_columns = |fix: &&Fix| matches!(fix, Fix::DateOrder { .. } | Fix::DateCells { .. } | Fix::MapValue { .. });
    fixes.extend(stamp.fixes.iter().filter(of_columns).cloned());
    fixes.extend(stamp.skipped.iter().map(|skipped| skip(skipped, place)));
    let made = columns.iter().filter_map(|(at, column)| {
        let (parts, how) = match (&column.made_of, &column.looked_up) {
            (Some(made_of), _) => (&made_of.parts, Making::Combined(made_of.how)),
            (None, Some(looked_up)) => (&looked_up.parts, Making::LookedUp(looked_up.list.clone())),
            (None, None) => return None,
        };
        let parts = parts.iter().map(|PlainColumn(letters, header)| place(letters, header));
        Some(Made { at: *at, column: column.column.clone()?, parts: parts.collect::<Option<_>>()?, how })
    });
    let made = made.collect();
    let places = places(choice.kind, sheet, choice.header_row, &columns);
    let mark = |row| of(places.iter().flatten().map(|&at| text(sheet.cell(row, at), sheet)));
    let rows = choice.header_row + 1..sheet.row_count();
    let (left_out, moved) = find_rows(&stamp.left_out, rows.clone(), mark);
    fixes.extend(left_out.into_iter().map(|at| Fix::LeaveOut { row: at + 1 }));
    let (taken_in, _) = find_rows(&stamp.taken_in, rows.clone(), mark);
    fixes.extend(taken_in.into_iter().map(|at| Fix::TakeIn { row: at + 1 }));
    let (torn, _) = find_rows(&stamp.torn, rows.clone(), mark);
    let (short, _) = find_rows(&stamp.short, rows, mark);
    Found { fixes, made, lost: lost + moved, torn, short }
}

/// The correction that skips the rows with a value. It names a column by its header if that isn't there any more: then it is told that
/// no row is skipped.
fn skip(skipped: &SkippedValue, place: impl Fn(&str, &str) -> Option<u32>) -> Fix {
    let PlainColumn(letters, header) = &skipped.column;
    let letters = place(letters, header).map_or_else(|| format!("\"{header}\""), column_letters);
    Fix::LeaveOutWhere { letters, value: skipped.value.clone() }
}

/// The rows where they were, if their marks are the same, else wherever the marks are now; and how many are not found.
fn find_rows(wanted: &[MarkedRow], rows: Range<u32>, mark: impl Fn(u32) -> String) -> (Vec<u32>, usize) {
    let mut found = Vec::new();
    let mut moved: BTreeMap<&str, usize> = BTreeMap::new();
    for row in wanted {
        match row.0.checked_sub(1).filter(|at| rows.contains(at)).filter(|&at| mark(at) == row.1) {
            Some(at) => found.push(at),
            None => *moved.entry(row.1.as_str()).or_default() += 1,
        }
    }
    if !moved.is_empty() {
        let mut in_place: BTreeSet<u32> = BTreeSet::new();
        in_place.extend(&found);
        for at in rows.filter(|at| !in_place.contains(at)) {
            if let Some(wanted) = moved.get_mut(mark(at).as_str()).filter(|wanted| **wanted > 0) {
                *wanted -= 1;
                found.push(at);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    (found, moved.values().sum())
}

/// The column where it was, if its header is the same, else the only one with that header.
fn find_column(sheet: &Sheet, header_row: u32, letters: &str, wanted: &str) -> Option<u32> {
    let same = |at: &u32| header(sheet, header_row, *at) == wanted;
    let was = parse_column_letters(letters).filter(|at| *at < sheet.column_count());
    was.filter(same).or_else(|| {
        let mut found = (0..sheet.column_count()).filter(same).filter(|_| !wanted.is_empty());
        found.next().filter(|_| found.next().is_none())
    })
}

/// The sheet's columns of the kind's, as the headers and the person say.
fn places(kind: &'static Kind, sheet: &Sheet, header_row: u32, chosen: &[(u32, &MarkedColumn)]) -> Vec<Option<u32>> {
    let mut places = match_headers(kind, sheet, header_row).places;
    for (at, column) in chosen {
        places.iter_mut().filter(|place| **place == Some(*at)).for_each(|place| *place = None);
        if let Some(place) = column.column.as_deref().and_then(|name| kind.column(name)) {
            places[place] = Some(*at);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use lanegate_sheet::DateSystem;

    use super::*;

    #[test]
    fn a_cell_and_its_copy_have_the_same_mark() {
        let sheet = Sheet::new("Data", DateSystem::Y1900);
        for (cell, copy) in [
            (Cell::IsoDate("2025-05-01T09:30:00"), Cell::Date(45_778.395_833_333_3)),
            (Cell::IsoDate("2025-05-01"), Cell::Date(45_778.0)),
            (Cell::Text("2025-05-01"), Cell::Date(45_778.0)),
            (Cell::NoResult, Cell::Error("#N/A")),
            (Cell::Error("#SPILL!"), Cell::Error("#N/A")),
            (Cell::Error("#REF!"), Cell::Error("#REF!")),
        ] {
            assert_eq!(text(cell, &sheet), text(copy, &sheet), "{cell:?}");
        }
        assert_ne!(text(Cell::Error("#REF!"), &sheet), text(Cell::Error("#N/A"), &sheet));
    }
}

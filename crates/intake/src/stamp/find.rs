//! The sheets and the row that a stamp names, in the workbook as it is now.

use lanegate_reader::{Book, Visibility};
use lanegate_wire::{MarkedRow, Stamp};

use super::marks;
use crate::choice::PREVIEWED_ROWS;

/// The sheets that a stamp says were added, and its own. Only names that Lanegate gives, so that no sheet of rows can be hidden by it.
pub(super) fn added(book: &Book, own: usize, stamp: &Stamp) -> Vec<usize> {
    let given =
        |name: &str| ["Findings", "Instructions"].iter().any(|given| name.starts_with(given)) && name != stamp.sheet;
    let sheets = book.sheets().iter().enumerate();
    sheets
        .filter(|(at, sheet)| *at == own || (given(&sheet.name) && stamp.added.contains(&sheet.name)))
        .map(|(at, _)| at)
        .collect()
}

/// The sheet for the rows: by its name, or the only visible one that was not added.
pub(super) fn rows_sheet(book: &Book, name: &str, added: &[usize]) -> Option<usize> {
    let others = || book.sheets().iter().enumerate().filter(|(at, _)| !added.contains(at));
    let named = others().find(|(_, sheet)| sheet.name == name);
    let mut visible = others().filter(|(_, sheet)| sheet.visibility == Visibility::Visible);
    named.or_else(|| visible.next().filter(|_| visible.next().is_none())).map(|(at, _)| at)
}

/// The row with the headers' mark; where none has it, the row that had it, since headers may have been corrected.
pub(super) fn header_row(book: &mut Book, sheet: usize, header: &MarkedRow) -> Option<u32> {
    let first_rows = book.preview(sheet, PREVIEWED_ROWS).ok()?;
    let mut rows = 0..first_rows.row_count();
    let found = rows.find(|&row| marks::of_whole_row(&first_rows, row) == header.1).map(|row| row + 1);
    found
        .or_else(|| Some(header.0).filter(|&row| row > 0 && row <= PREVIEWED_ROWS && !first_rows.is_row_blank(row - 1)))
}

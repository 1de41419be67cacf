//! Cells with several e-mail addresses, of which one can be imported. The first of each can be taken in the whole column.

use lanegate_sheet::{Cell, Sheet, column_letters};
use lanegate_wire::{Combining, Finding, Fix};

use super::of;
use crate::checked::Checked;
use crate::combined::has_several_addresses;
use crate::row_reader::Reading;
use crate::{ValueType, codes};

pub(super) fn findings(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let reading = &checked.reading;
    let (place, at) = column(reading, sheet)?;
    let rows = reading.mapping.header_row.saturating_add(1)..sheet.row_count();
    let count = rows.filter(|&row| is_counted(reading, sheet, row)).count();
    let (name, letters) = (reading.kind.columns[place].name.to_owned(), column_letters(at));
    let message = format!("{count} cells of {name} contain several addresses; only one of each can be imported.");
    let hint = "Take the first address of each cell, or choose one in each cell.";
    let fixes = vec![Fix::Combine { column: name.clone(), parts: vec![letters], how: Combining::Address }];
    (count > 1).then(|| Finding { column: Some(name), fixes, ..of(codes::SEVERAL_ADDRESSES, sheet, message, hint) })
}

/// Returns true if a row has several addresses, and isn't skipped.
pub(crate) fn is_counted(reading: &Reading, sheet: &Sheet, row: u32) -> bool {
    let Some((place, at)) = column(reading, sheet) else { return false };
    let cell = reading.overlay.cell(sheet, row, Some(at), Some(place));
    matches!(cell, Cell::Text(text) if has_several_addresses(text)) && reading.counts(sheet, row)
}

/// The file's column of e-mail addresses, and its position in the kind.
fn column(reading: &Reading, sheet: &Sheet) -> Option<(usize, u32)> {
    let place = reading.kind.columns.iter().position(|column| matches!(column.value, ValueType::Email))?;
    Some((place, reading.mapping.places[place].filter(|at| *at < sheet.own_columns())?))
}

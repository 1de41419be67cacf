//! What stands apart below a table: a last row of numbers without a label, notes such as `Exported on 1 May`.

use lanegate_sheet::Cell;

use super::shape::Shape;
use super::{Stray, Strays};
use crate::looks::is_number;

/// What stands apart is at most this many blocks of at most this many rows.
const BLOCKS: usize = 5;
const ROWS: u32 = 10;

/// Notes rows at the table's end that a blank row parts from the data.
pub(super) fn find(shape: &Shape<'_>, strays: &mut Strays) {
    let first = shape.mapping.header_row + 1;
    let mut end = strays
        .rows
        .iter()
        .find(|(_, stray)| matches!(stray, Stray::SecondTable(..)))
        .map_or(shape.sheet.row_count(), |(&row, _)| row);
    for _ in 0..BLOCKS {
        let Some(last) = (first..end).rev().find(|&row| !shape.sheet.is_row_blank(row)) else { return };
        let start = (first..last).rev().find(|&row| shape.sheet.is_row_blank(row)).map_or(first, |blank| blank + 1);
        let above = (first..start).rev().any(|row| !shape.sheet.is_row_blank(row));
        if !above || last - start >= ROWS {
            return;
        }
        let block: Option<Vec<_>> = (start..=last).map(|row| apart(shape, strays, row)).collect();
        let Some(block) = block else { return };
        strays.rows.extend((start..=last).zip(block).filter_map(|(row, stray)| Some((row, stray?))));
        end = start;
    }
}

/// What a row that stands apart is; `Some(None)` where that is known already or nothing has to be said, `None` where it may be data.
fn apart(shape: &Shape<'_>, strays: &Strays, row: u32) -> Option<Option<Stray>> {
    if strays.at(row).is_some() || shape.is_empty(row) {
        return Some(None);
    }
    if shape.missing(row) == 0 {
        return None;
    }
    let mut cells = shape.cells(row);
    let (at, cell) = cells.next()?;
    match (cell, cells.next()) {
        (Cell::Text(text), None) if !is_number(cell) => {
            (!shape.is_value(at, cell) && shape.missing(row) >= 2).then(|| Some(Stray::Note(text.trim().to_owned())))
        }
        _ => {
            let only_numbers = shape.cells(row).all(|(_, cell)| is_number(cell) || cell == Cell::NoResult);
            only_numbers.then_some(Some(Stray::Total(None)))
        }
    }
}

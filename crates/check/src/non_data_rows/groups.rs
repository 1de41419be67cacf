//! Rows around groups of rows, as boards export them: a title above the headers of each group, and a summary below its rows.

use lanegate_sheet::Cell;

use super::shape::Shape;
use super::{NonDataRow, NonDataRows};
use crate::ValueType;
use crate::looks::looks_like;

/// Rows of data that must have a value in the first column, so that a row without one stands out.
const FEW_ROWS: usize = 2;

/// Notes titles above headers that come again, and rows that sum up what is above them.
pub(super) fn find(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    let is_headers = |found: &NonDataRow| matches!(found, NonDataRow::RepeatedHeader | NonDataRow::SecondTable(..));
    let headers: Vec<u32> =
        non_data_rows.rows.iter().filter(|(_, found)| is_headers(found)).map(|(&row, _)| row).collect();
    for row in headers {
        let above = row.checked_sub(1).filter(|&above| above > shape.mapping.header_row);
        if let Some((above, title)) = above.and_then(|above| Some((above, title(shape, non_data_rows, above)?))) {
            non_data_rows.rows.insert(above, NonDataRow::Title(title));
        }
    }
    find_summaries(shape, non_data_rows);
}

/// The only text of a row after a blank one. A row of data needs more.
fn title(shape: &Shape<'_>, non_data_rows: &NonDataRows, row: u32) -> Option<String> {
    let is_free = non_data_rows.at(row).is_none() && !non_data_rows.is_outside(row);
    let is_apart = row == shape.mapping.header_row + 1 || shape.sheet.is_row_blank(row - 1);
    let mut cells = shape.cells(row);
    match (cells.next()?, cells.next()) {
        ((at, Cell::Text(text)), None) if is_free && is_apart && !shape.is_value(at, Cell::Text(text)) => {
            Some(text.trim().to_owned())
        }
        _ => None,
    }
}

/// Notes the last rows of groups that lack the value in the first column, which all others have, and everything that a row needs.
fn find_summaries(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    let Some(first) = shape.mapping.columns.iter().map(|file| file.at).min() else { return };
    let is_data = |row: &u32| non_data_rows.at(*row).is_none() && !non_data_rows.is_outside(*row);
    let is_unnamed = |row: u32| shape.sheet.cell(row, first).is_blank();
    let is_last = |row: u32| row + 1 >= shape.sheet.row_count() || shape.sheet.is_row_blank(row + 1);
    let (mut named, mut summaries) = (0, Vec::new());
    for row in shape.rows().filter(is_data) {
        match (is_unnamed(row), is_last(row) && named > 0 && lacks_all(shape, row)) {
            (false, _) => named += 1,
            (true, true) => summaries.push(row),
            // The first column may be blank anywhere.
            (true, false) => return,
        }
    }
    if named < FEW_ROWS {
        return;
    }
    for row in summaries {
        let text = shape.cells(row).find_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        });
        non_data_rows.rows.insert(row, NonDataRow::Total(text));
    }
}

/// Returns true if no column that every row needs has a fitting value, and there are several.
fn lacks_all(shape: &Shape<'_>, row: u32) -> bool {
    let is_several = shape.needed().nth(1).is_some();
    let has_value = |(value, at): (&ValueType, u32)| {
        let cell = shape.sheet.cell(row, at);
        looks_like(value, cell) && !is_range(cell)
    };
    is_several && !shape.needed().any(has_value) && !shape.is_empty(row)
}

/// Returns true for two days: `2025-05-01 to 2025-06-30`.
fn is_range(cell: Cell<'_>) -> bool {
    let Cell::Text(text) = cell else { return false };
    let is_day = |text: &str| looks_like(&ValueType::PastDate, Cell::Text(text));
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_day) && words.next_back().is_some_and(is_day)
}

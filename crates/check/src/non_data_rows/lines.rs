//! Lines that are drawn between rows, as database tools write them: `---------`, `+----+----+`, `====`.

use lanegate_sheet::{Cell, TextId};

use super::shape::Shape;
use super::{NonDataRow, NonDataRows};

/// Marks of which lines are made, and those where lines cross.
const MARKS: &str = "-=_~*#─━═–—";
const CROSSINGS: &str = "+|:.┼│╪║╬├┤┌┐└┘┬┴╞╡";
/// A row needs a line of at least this many marks.
const LONG: usize = 3;

/// Notes the rows that contain only lines.
pub(super) fn find(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    let lines = shape.sheet.texts().filter(|(_, text)| marks(text).is_some_and(|marks| marks >= LONG));
    // Ascending, as the sheet holds its texts.
    let lines: Vec<TextId> = lines.map(|(id, _)| id).collect();
    for row in shape.rows_that_hold(&lines) {
        let is_line = |cell| matches!(cell, Cell::Text(text) if marks(text).is_some());
        if !non_data_rows.is_outside(row)
            && !non_data_rows.rows.contains_key(&row)
            && shape.cells(row).all(|(_, cell)| is_line(cell))
        {
            non_data_rows.rows.insert(row, NonDataRow::Line);
        }
    }
}

/// Returns the number of marks in a line; `None` for a text that isn't a line.
fn marks(text: &str) -> Option<usize> {
    let text = text.trim();
    // Most texts end here, at their first letter.
    let mut marks = 0;
    for c in text.chars() {
        match c {
            _ if MARKS.contains(c) => marks += 1,
            _ if CROSSINGS.contains(c) || c.is_whitespace() => {}
            _ => return None,
        }
    }
    (marks > 0).then_some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_from_texts() {
        for text in ["---", "--------", "+-----+----+", "=====", "|:---|---:|", " --- --- ", "────", "***", "___"]
        {
            assert!(marks(text).is_some_and(|marks| marks >= LONG), "{text}");
        }
        for text in ["", "-", "--", "...", "-a-", "3-4", "--- total", "|"] {
            assert!(marks(text).is_none_or(|marks| marks < LONG), "{text}");
        }
    }
}

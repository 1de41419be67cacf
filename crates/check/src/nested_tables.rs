//! Tables inside a table: boards write the headers of subordinate items below the item, and their rows below these, with a blank first
//! cell. Such rows say nothing of the columns that they are in.

use lanegate_sheet::{Sheet, TextId};

/// Columns of which the first header is looked for, and of which one begins a nested table.
const FIRST_COLUMNS: u32 = 8;
/// Cells of a row looked at.
const WIDEST: u32 = 256;

/// Tells the rows of nested tables, while the rows below the headers are gone through in their order.
pub(crate) struct NestedTables<'a> {
    sheet: &'a Sheet,
    header_row: u32,
    /// The column of the first header; `None` if there is none among the first columns.
    first: Option<u32>,
    /// The other first headers.
    others: [Option<TextId>; FIRST_COLUMNS as usize],
    is_inside: bool,
}

impl<'a> NestedTables<'a> {
    pub fn below(sheet: &'a Sheet, header_row: u32) -> Self {
        let first = (0..FIRST_COLUMNS).find(|&at| !sheet.cell(header_row, at).is_blank());
        let mut others = [None; FIRST_COLUMNS as usize];
        for (at, id) in (0..FIRST_COLUMNS).zip(&mut others) {
            *id = sheet.text_id(header_row, at).filter(|_| Some(at) != first);
        }
        Self { sheet, header_row, first, others, is_inside: false }
    }

    /// Returns true if the next row belongs to a nested table, as its headers or as one of its rows.
    pub fn contains(&mut self, row: u32) -> bool {
        let Some(first) = self.first else { return false };
        self.is_inside = match self.sheet.text_id(row, first) {
            Some(id) => self.others.contains(&Some(id)) && is_header(self.sheet, self.header_row, row),
            None => self.is_inside && self.sheet.cell(row, first).is_blank() && !self.sheet.is_row_blank(row),
        };
        self.is_inside
    }
}

/// Returns true if half of a row's cells are headers of the table above, the first one and at least one more those of other columns, and
/// the row below doesn't begin in its first column.
pub(crate) fn is_header(sheet: &Sheet, header_row: u32, row: u32) -> bool {
    let columns = || 0..sheet.own_columns().min(WIDEST);
    let is_moved = |at: u32| {
        let id = sheet.text_id(row, at)?;
        columns()
            .any(|other| sheet.text_id(header_row, other) == Some(id))
            .then(|| sheet.text_id(header_row, at) != Some(id))
    };
    let mut filled = columns().filter(|&at| !sheet.cell(row, at).is_blank()).peekable();
    let Some(&first) = filled.peek() else { return false };
    let (mut all, mut known, mut moved) = (0, 0, 0);
    for at in filled {
        all += 1;
        known += u32::from(is_moved(at).is_some());
        moved += u32::from(is_moved(at) == Some(true));
    }
    let has_rows = row + 1 < sheet.row_count() && !sheet.is_row_blank(row + 1) && sheet.cell(row + 1, first).is_blank();
    has_rows && is_moved(first) == Some(true) && moved >= 2 && known * 2 >= all
}

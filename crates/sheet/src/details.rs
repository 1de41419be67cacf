//! Details of a sheet besides the values of its cells: hidden rows and columns, addresses behind cells, and formulas without a result.

use std::collections::BTreeMap;

use crate::bits::Bits;
use crate::{Cell, MAX_COLUMNS, MAX_ROWS, Sheet};

/// Bytes kept of all formulas of a sheet.
const MAX_FORMULAS: usize = 16 << 20;
/// Bytes kept of all addresses behind cells.
const MAX_LINKS: usize = 64 << 20;
/// Cells of a range that share one address. A larger range is no list of people.
const MAX_RANGE: u64 = 10_000;
/// Ranges of hidden columns that are read; Excel writes at most one for each column.
const MAX_HIDDEN_RANGES: u32 = MAX_COLUMNS;
/// Approximate bytes of an entry, besides its text.
const ENTRY: usize = 48;

#[derive(Debug, Clone, Default)]
pub(crate) struct Details {
    hidden_rows: Bits,
    hidden_columns: Bits,
    hidden_ranges: u32,
    formulas: CellTexts,
    links: CellTexts,
}

/// A text for some of the cells, by row and column.
#[derive(Debug, Clone, Default)]
struct CellTexts {
    by_cell: BTreeMap<(u32, u32), Box<str>>,
    bytes: usize,
}

impl CellTexts {
    /// Keeps a text, unless all of them would take more than `most` bytes then.
    fn insert(&mut self, cell: (u32, u32), text: &str, most: usize) {
        self.bytes = self.bytes.saturating_add(text.len() + ENTRY);
        if self.bytes <= most {
            self.by_cell.insert(cell, text.into());
        }
    }

    fn get(&self, row: u32, column: u32) -> Option<&str> {
        self.by_cell.get(&(row, column)).map(AsRef::as_ref)
    }
}

impl Sheet {
    /// Marks a row as hidden by Excel. Rows outside of Excel's limits are ignored.
    pub fn hide_row(&mut self, row: u32) {
        if row < MAX_ROWS {
            self.details.hidden_rows.insert(row);
        }
    }

    /// Returns true if Excel hides the row.
    #[must_use]
    pub fn is_row_hidden(&self, row: u32) -> bool {
        self.details.hidden_rows.contains(row)
    }

    /// Marks columns, from the first to the last, as hidden by Excel. Those outside of Excel's limits, and more ranges than a sheet has
    /// columns, are ignored.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        self.details.hidden_ranges = self.details.hidden_ranges.saturating_add(1);
        if self.details.hidden_ranges > MAX_HIDDEN_RANGES {
            return;
        }
        (first..=last.min(MAX_COLUMNS - 1)).for_each(|column| self.details.hidden_columns.insert(column));
    }

    /// Returns true if Excel hides the column.
    #[must_use]
    pub fn is_column_hidden(&self, column: u32) -> bool {
        self.details.hidden_columns.contains(column)
    }

    /// Puts an address behind every cell of a range: 0-based first and last row and column. Cells outside of Excel's limits, and endless
    /// ranges, are ignored.
    pub fn link(&mut self, first: (u32, u32), last: (u32, u32), target: &str) {
        let last = (last.0.min(MAX_ROWS - 1), last.1.min(MAX_COLUMNS - 1));
        let (rows, columns) = ((last.0 + 1).saturating_sub(first.0), (last.1 + 1).saturating_sub(first.1));
        let cells = u64::from(rows) * u64::from(columns);
        // A range that ends before it begins has no cells.
        if !(1..=MAX_RANGE).contains(&cells) || target.is_empty() {
            return;
        }
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                self.details.links.insert((row, column), target, MAX_LINKS);
            }
        }
    }

    /// The address behind a cell, if there is one.
    #[must_use]
    pub fn link_at(&self, row: u32, column: u32) -> Option<&str> {
        self.details.links.get(row, column)
    }

    /// Keeps the formula of a cell whose result the file may lack, as Excel writes it in files.
    pub fn keep_formula(&mut self, row: u32, column: u32, formula: &str) {
        if !formula.is_empty() {
            self.details.formulas.insert((row, column), formula, MAX_FORMULAS);
        }
    }

    /// The formula of a cell without a result, where the file has it in Excel's words.
    #[must_use]
    pub fn formula(&self, row: u32, column: u32) -> Option<&str> {
        self.details.formulas.get(row, column).filter(|_| self.cell(row, column) == Cell::NoResult)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DateSystem;

    fn sheet() -> Sheet {
        Sheet::new("Data", DateSystem::Y1900)
    }

    #[test]
    fn hidden_rows_are_remembered() {
        let mut sheet = sheet();
        sheet.hide_row(70);
        assert!(sheet.is_row_hidden(70));
        assert!(!sheet.is_row_hidden(69));
    }

    #[test]
    fn hidden_columns_and_formulas_are_remembered() {
        let mut sheet = sheet();
        sheet.hide_columns(2, 3);
        sheet.hide_columns(16_000, u32::MAX);
        assert_eq!([1, 2, 3, 4, 16_383].map(|column| sheet.is_column_hidden(column)), [false, true, true, false, true]);
        sheet.keep_formula(5, 0, "A1&B1");
        assert_eq!(sheet.formula(5, 0), None);
        sheet.set(5, 0, Cell::NoResult).unwrap();
        assert_eq!((sheet.formula(5, 0), sheet.formula(5, 1)), (Some("A1&B1"), None));
        sheet.set(5, 0, Cell::Number(1.0)).unwrap();
        assert_eq!(sheet.formula(5, 0), None);
    }

    #[test]
    fn ranges_share_an_address_and_endless_ones_are_ignored() {
        let mut sheet = sheet();
        sheet.link((1, 2), (3, 2), "a");
        sheet.link((2, 2), (2, 2), "b");
        sheet.link((0, 0), (u32::MAX, u32::MAX), "c");
        sheet.link((9, 9), (8, 8), "d");
        // Its rows alone would be a million.
        sheet.link((0, 3), (MAX_ROWS - 1, 2), "e");
        let found: Vec<_> = (0..5).map(|row| sheet.link_at(row, 2)).collect();
        assert_eq!(found, [None, Some("a"), Some("b"), Some("a"), None]);
        assert_eq!((sheet.link_at(0, 0), sheet.link_at(9, 9)), (None, None));
    }
}

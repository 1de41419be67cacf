//! Corrections that skip rows, one by one or by a value in a column, and those that import them after all.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::key_text;

/// Which rows are skipped. Of the corrections that concern a row, the last one counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SkippedRows {
    /// By row, 0-based: the position of the last correction, and whether it skips the row.
    rows: BTreeMap<u32, (usize, bool)>,
    /// By column of the sheet, then by key of the value: the position of the correction.
    values: BTreeMap<u32, BTreeMap<String, usize>>,
    /// The position of the last correction that skips the rows that are no data.
    non_data: Option<usize>,
}

impl SkippedRows {
    /// Skips a row, or imports it.
    pub fn row(&mut self, row: u32, number: usize, skip: bool) {
        self.rows.insert(row, (number, skip));
    }

    /// Skips the rows with a value in a column.
    pub fn value(&mut self, at: u32, value: &str, number: usize) {
        self.values.entry(at).or_default().insert(key_text(value), number);
    }

    /// Skips the rows that are no data.
    pub const fn non_data(&mut self, number: usize) {
        self.non_data = Some(number);
    }

    /// Imports the rows with a value in a column again.
    pub fn import_value(&mut self, at: u32, value: &str) {
        if let Some(values) = self.values.get_mut(&at) {
            values.remove(&key_text(value));
        }
    }

    /// Returns true if a row is skipped. `keys` gives the keys of what its cell in a column contains, and of what it counts as.
    pub fn contains(&self, row: u32, is_data: bool, keys: impl Fn(u32) -> [String; 2]) -> bool {
        let by_row = self.rows.get(&row);
        let last = by_row.map(|(number, _)| *number);
        let is_later = |number: &usize| last < Some(*number);
        let by_value = |(at, values): (&u32, &BTreeMap<String, usize>)| {
            keys(*at).iter().filter_map(|key| values.get(key)).any(is_later)
        };
        let is_skipped_non_data = !is_data && self.non_data.as_ref().is_some_and(is_later);
        is_skipped_non_data || self.values.iter().any(by_value) || by_row.is_some_and(|(_, skip)| *skip)
    }

    /// Returns true if another list skips the same values and the same sort of rows, so that only single rows can differ.
    pub fn differs_in_rows_only(&self, other: &Self) -> bool {
        self.values == other.values && self.non_data == other.non_data
    }

    /// The values whose rows are skipped, by column of the sheet.
    pub fn by_value(&self) -> &BTreeMap<u32, BTreeMap<String, usize>> {
        &self.values
    }

    /// The rows about which another list says something else; see [`Self::differs_in_rows_only`].
    pub fn rows_that_differ(&self, other: &Self) -> BTreeSet<u32> {
        let rows = self.rows.keys().chain(other.rows.keys()).copied();
        rows.filter(|row| self.rows.get(row) != other.rows.get(row)).collect()
    }
}

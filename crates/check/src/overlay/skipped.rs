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

    /// Imports the rows with a value in a column again.
    pub fn import_value(&mut self, at: u32, value: &str) {
        if let Some(values) = self.values.get_mut(&at) {
            values.remove(&key_text(value));
        }
    }

    /// Returns true if a row is skipped. `keys` gives the keys of what its cell in a column contains, and of what it counts as.
    pub fn contains(&self, row: u32, keys: impl Fn(u32) -> [String; 2]) -> bool {
        let by_row = self.rows.get(&row);
        let last = by_row.map(|(number, _)| *number);
        let is_later = |number: &usize| last < Some(*number);
        let by_value = |(at, values): (&u32, &BTreeMap<String, usize>)| {
            keys(*at).iter().filter_map(|key| values.get(key)).any(is_later)
        };
        self.values.iter().any(by_value) || by_row.is_some_and(|(_, skip)| *skip)
    }

    /// The values whose rows are skipped, by column of the sheet.
    pub fn by_value(&self) -> &BTreeMap<u32, BTreeMap<String, usize>> {
        &self.values
    }

    /// The rows about which another list says something else. Both must skip the same values.
    pub fn rows_that_differ(&self, other: &Self) -> BTreeSet<u32> {
        let rows = self.rows.keys().chain(other.rows.keys()).copied();
        rows.filter(|row| self.rows.get(row) != other.rows.get(row)).collect()
    }
}

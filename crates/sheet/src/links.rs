//! Addresses behind cells: what Excel opens when somebody clicks on one.

use std::collections::BTreeMap;

use crate::{MAX_COLUMNS, MAX_ROWS};

/// Bytes of addresses that are kept; what is more is none of a list of people.
const MAX_BYTES: usize = 64 << 20;
/// Cells of a range that share one address, as far as they are kept.
const MAX_RANGE: u64 = 10_000;

/// The addresses by row and column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    by_place: BTreeMap<(u32, u32), Box<str>>,
    bytes: usize,
}

impl Links {
    /// Puts an address behind every cell of a range: 0-based first and last row and column.
    pub(crate) fn set(&mut self, first: (u32, u32), last: (u32, u32), target: &str) {
        let last = (last.0.min(MAX_ROWS - 1), last.1.min(MAX_COLUMNS - 1));
        let rows = u64::from((last.0 + 1).saturating_sub(first.0));
        if rows * u64::from((last.1 + 1).saturating_sub(first.1)) > MAX_RANGE || target.is_empty() {
            return;
        }
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                // An entry takes about this much beside its text.
                self.bytes += target.len() + 48;
                if self.bytes > MAX_BYTES {
                    return;
                }
                self.by_place.insert((row, column), target.into());
            }
        }
    }

    /// The address behind a cell.
    pub(crate) fn get(&self, row: u32, column: u32) -> Option<&str> {
        self.by_place.get(&(row, column)).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_share_an_address_and_endless_ones_are_left_out() {
        let mut links = Links::default();
        links.set((1, 2), (3, 2), "a");
        links.set((2, 2), (2, 2), "b");
        links.set((0, 0), (u32::MAX, u32::MAX), "c");
        links.set((9, 9), (8, 8), "d");
        let found: Vec<_> = (0..5).map(|row| links.get(row, 2)).collect();
        assert_eq!(found, [None, Some("a"), Some("b"), Some("a"), None]);
        assert_eq!((links.get(0, 0), links.get(9, 9)), (None, None));
    }
}

//! The key of a row as far as the import decides it: rows of equal values that are different facts are counted.

use std::collections::HashMap;

use lanegate_check::{Fact, Key, Kind, TypedRow};

use crate::key_hash::KeyHash;
use crate::lookups::{Day, Lookups};

/// A row's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowKey {
    /// The key itself.
    Own(String),
    /// The row is numbered within its day, unless a stored fact has its values.
    Numbered {
        /// The beginning of the keys of that day, up to the number.
        day: String,
        /// The row's values, the day's included.
        values: String,
    },
}

/// Gives rows their keys. Rows come in their order, each once.
#[derive(Debug)]
pub(crate) struct KeyReader {
    pub(super) kind: &'static Kind,
    pub(super) fact: &'static Fact,
    /// How many rows of equal values there were. Their hashes can't be compared by the texts, which would have to be kept; no two texts with
    /// the same hash are known.
    counts: HashMap<KeyHash, u32>,
}

impl KeyReader {
    pub(super) fn new(kind: &'static Kind, fact: &'static Fact) -> Self {
        Self { kind, fact, counts: HashMap::new() }
    }

    pub(super) fn read(&mut self, row: &TypedRow<'_>) -> RowKey {
        let key = (self.fact.key)(row);
        match key {
            Key::Own(key) => RowKey::Own(key),
            Key::Numbered { day, values } => RowKey::Numbered { day, values },
            Key::Counted { ref day, ref values } => {
                let occurrence = self.counts.entry(KeyHash::of(&format!("{day}\u{1f}{values}"))).or_default();
                *occurrence += 1;
                RowKey::Own(key.counted(*occurrence).unwrap_or_default())
            }
        }
    }

    /// Adds what is to be looked up for a row.
    pub(super) fn look_up(&self, key: &RowKey, row: &TypedRow<'_>, lookups: &mut Lookups) {
        match key {
            RowKey::Own(key) => lookups.keys.push(key.clone()),
            RowKey::Numbered { day, .. } => {
                let columns = self.fact.numbering.as_ref().map(|numbering| numbering.day).unwrap_or_default();
                let values = columns.iter().filter_map(|&column| row.text(column)).collect();
                lookups.days.push(Day { values, prefix: day.clone() });
            }
        }
    }
}

//! Numbers within a day: rows that state none get the next ones that are free.

use std::collections::{HashMap, HashSet};

use crate::key_hash::KeyHash;

/// The numbers that rows of the import state, by day.
///
/// Days are told apart by the hashes of their names alone, which come from SHA-256: no two texts with the same hash are known.
#[derive(Debug, Default)]
pub(crate) struct StatedNumbers(Vec<(KeyHash, u64)>);

impl StatedNumbers {
    pub(super) fn note(&mut self, day: &str, number: u64) {
        self.0.push((KeyHash::of(day), number));
    }
}

/// Gives numbers to rows, in their order.
#[derive(Debug)]
pub(crate) struct DayNumbers {
    /// The numbers that rows state, sorted.
    stated: Vec<(KeyHash, u64)>,
    /// The last number that was given on a day.
    last: HashMap<KeyHash, u64>,
    /// By row, the number of the first row of each value: one that was given, or that of the stored fact.
    numbers: Vec<(u32, u32)>,
}

impl DayNumbers {
    pub(super) fn new(StatedNumbers(mut stated): StatedNumbers) -> Self {
        stated.sort_unstable();
        stated.dedup();
        Self { stated, last: HashMap::new(), numbers: Vec::new() }
    }

    /// Gives a row the next number of its day that neither a stored fact has nor a row states.
    pub(super) fn give(&mut self, row: u32, day: &str, stored: Option<&HashSet<u64>>) {
        let hash = KeyHash::of(day);
        let mut number = self.last.get(&hash).copied().unwrap_or_default() + 1;
        while stored.is_some_and(|stored| stored.contains(&number))
            || self.stated.binary_search(&(hash, number)).is_ok()
        {
            number += 1;
        }
        self.last.insert(hash, number);
        self.note(row, number);
    }

    /// Notes the number of the stored fact that a row matches.
    pub(super) fn note(&mut self, row: u32, number: u64) {
        self.numbers.extend(u32::try_from(number).ok().map(|number| (row, number)));
    }

    /// The number of the first row of some values; none if the stored fact that it matches has no number, or a very large one.
    pub(super) fn of(&self, row: u32) -> Option<u32> {
        let at = self.numbers.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.numbers[at].1)
    }
}

//! What connects rows: hashes of their keys, so that rows that may be the same thing are found without comparing all with all.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use crate::master::MOST_KEYS;
use crate::{Identity, TypedRow};

/// The most keys that a row has: those of a master record, and its ID.
const MOST: usize = MOST_KEYS + 1;
/// No key: a row with fewer keys than others, or one with an error.
const NONE: u64 = 0;

/// The hashes of every row's keys. Equal keys have equal hashes; a few others may, too, and are told apart by their values.
#[derive(Debug, Clone)]
pub(crate) struct KeyIndex {
    /// Hashes a row.
    width: usize,
    hashes: Vec<u64>,
}

impl KeyIndex {
    pub fn new(identity: &Identity, rows: u32) -> Self {
        let width = match identity {
            Identity::Fact(_) => 1,
            Identity::Master(_) => MOST,
        };
        Self { width, hashes: vec![NONE; rows as usize * width] }
    }

    /// Notes the keys of a row.
    pub fn set(&mut self, identity: &Identity, at: u32, row: &TypedRow<'_>) {
        self.clear(at);
        let from = at as usize * self.width;
        let slots = &mut self.hashes[from..from + self.width];
        for (slot, link) in slots.iter_mut().zip(identity.links(row)) {
            *slot = link;
        }
    }

    /// Forgets the keys of a row.
    pub fn clear(&mut self, at: u32) {
        let from = at as usize * self.width;
        self.hashes[from..from + self.width].fill(NONE);
    }

    /// The hashes of a row.
    pub fn of(&self, at: u32) -> impl Iterator<Item = u64> {
        let from = at as usize * self.width;
        self.hashes[from..from + self.width].iter().copied().filter(|&hash| hash != NONE)
    }

    /// Rows of which a key is another row's too, ascending.
    pub fn shared(&self) -> Vec<u32> {
        let mut places: Vec<(u64, u32)> = self.all().collect();
        places.sort_unstable();
        let runs = places.chunk_by(|a, b| a.0 == b.0);
        let shared = runs.filter(|run| run.first().map(|one| one.1) != run.last().map(|one| one.1));
        let mut rows: Vec<u32> = shared.flatten().map(|&(_, row)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Rows that any of these hashes connects, directly or through other rows.
    pub fn connected(&self, mut hashes: HashSet<u64>) -> BTreeSet<u32> {
        let mut rows = BTreeSet::new();
        loop {
            let (rows_before, hashes_before) = (rows.len(), hashes.len());
            rows.extend(self.all().filter(|(hash, _)| hashes.contains(hash)).map(|(_, row)| row));
            hashes.extend(rows.iter().flat_map(|&row| self.of(row)));
            if rows.len() == rows_before && hashes.len() == hashes_before {
                return rows;
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = (u64, u32)> {
        let rows = (0..).zip(self.hashes.chunks_exact(self.width));
        rows.flat_map(|(row, hashes)| hashes.iter().map(move |&hash| (hash, row))).filter(|&(hash, _)| hash != NONE)
    }
}

/// A hash that is the same everywhere, and never [`NONE`].
pub(crate) fn hash<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish().max(1)
}

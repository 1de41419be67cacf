//! Which rows of an import share a key.
//!
//! The scan notes a hash for each row. Afterwards only the hashes that several rows have are kept, and the rows that have them
//! come again, in their order: then their keys are compared, so that different keys with the same hash stay apart.

use sha2::{Digest as _, Sha256};

use crate::key_hash::{HashKey, KeyHash};

/// The hashes of the keys that rows have, collected by a scan.
#[derive(Debug)]
pub(crate) struct SeenKeys {
    hash: HashKey,
    seen: Vec<Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    hash: KeyHash,
    row: u32,
    /// The group of rows with the same key; [`NONE`] until the row has come again.
    group: u32,
}

const NONE: u32 = u32::MAX;

impl SeenKeys {
    /// None yet, with room for so many.
    pub(crate) fn with_capacity(hash: HashKey, rows: usize) -> Self {
        Self { hash, seen: Vec::with_capacity(rows) }
    }

    /// Notes a row's key. Each row has at most one.
    pub(crate) fn note(&mut self, key: &str, row: u32) {
        self.seen.push(Seen { hash: (self.hash)(key), row, group: NONE });
    }

    /// The keys that may be several rows'.
    pub(crate) fn into_repeated(mut self) -> RepeatedKeys {
        self.seen.sort_unstable();
        let mut kept = 0;
        let mut from = 0;
        while from < self.seen.len() {
            let hash = self.seen[from].hash;
            let to = from + self.seen[from..].partition_point(|seen| seen.hash == hash);
            if to - from > 1 {
                self.seen.copy_within(from..to, kept);
                kept += to - from;
            }
            from = to;
        }
        self.seen.truncate(kept);
        self.seen.shrink_to_fit();
        RepeatedKeys { hash: self.hash, seen: self.seen, groups: Vec::new() }
    }
}

/// The rows that may share a key with others, and the groups of those that do.
#[derive(Debug)]
pub(crate) struct RepeatedKeys {
    hash: HashKey,
    /// By hash and row.
    seen: Vec<Seen>,
    groups: Vec<Compared>,
}

/// What later rows of a group are compared with.
#[derive(Debug)]
struct Compared {
    /// The key; none once the last row with its hash has come.
    key: Option<ComparedKey>,
    /// The next group whose key has the same hash.
    next: u32,
}

/// Longer keys than this are compared by their whole SHA-256, so that memory doesn't grow with what cells contain.
const MOST_BYTES: usize = 96;

#[derive(Debug, PartialEq, Eq)]
enum ComparedKey {
    Whole(Box<str>),
    Sha256([u8; 32]),
}

impl ComparedKey {
    fn of(key: &str) -> Self {
        if key.len() <= MOST_BYTES { Self::Whole(key.into()) } else { Self::Sha256(Sha256::digest(key).into()) }
    }

    fn is(&self, key: &str) -> bool {
        match self {
            Self::Whole(whole) => **whole == *key,
            Self::Sha256(_) => *self == Self::of(key),
        }
    }
}

impl RepeatedKeys {
    /// The number of the group of rows with this key, if other rows may have it. Rows come in their order, each once.
    pub(crate) fn join(&mut self, key: &str, row: u32) -> Option<usize> {
        let hash = (self.hash)(key);
        let at = self.place(hash, row)?;
        let first = self.seen.partition_point(|seen| seen.hash < hash);
        let group = self.group_with(self.seen[first].group, key);
        self.seen[at].group = group;
        if self.seen.get(at + 1).is_none_or(|next| next.hash != hash) {
            self.forget(self.seen[first].group);
        }
        Some(group as usize)
    }

    /// The number of the group that a row has joined.
    pub(crate) fn group(&self, key: &str, row: u32) -> Option<usize> {
        let at = self.place((self.hash)(key), row)?;
        Some(self.seen[at].group).filter(|&group| group != NONE).map(|group| group as usize)
    }

    fn place(&self, hash: KeyHash, row: u32) -> Option<usize> {
        self.seen.binary_search_by_key(&(hash, row), |seen| (seen.hash, seen.row)).ok()
    }

    /// Looks for a key among the groups that begin with one; a new group is added behind them.
    fn group_with(&mut self, first: u32, key: &str) -> u32 {
        let mut last = NONE;
        let mut group = first;
        while let Some(compared) = self.groups.get(group as usize) {
            if compared.key.as_ref().is_some_and(|own| own.is(key)) {
                return group;
            }
            (last, group) = (group, compared.next);
        }
        let added = self.groups.len() as u32;
        if let Some(before) = self.groups.get_mut(last as usize) {
            before.next = added;
        }
        self.groups.push(Compared { key: Some(ComparedKey::of(key)), next: NONE });
        added
    }

    fn forget(&mut self, first: u32) {
        let mut group = first;
        while let Some(compared) = self.groups.get_mut(group as usize) {
            compared.key = None;
            group = compared.next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(hash: HashKey, keys: &[&str]) -> Vec<Option<usize>> {
        let mut seen = SeenKeys::with_capacity(hash, keys.len());
        for (row, key) in (2..).zip(keys) {
            seen.note(key, row);
        }
        let mut repeated = seen.into_repeated();
        let joined: Vec<_> = (2..).zip(keys).map(|(row, key)| repeated.join(key, row)).collect();
        let again: Vec<_> = (2..).zip(keys).map(|(row, key)| repeated.group(key, row)).collect();
        assert_eq!(joined, again);
        assert!(repeated.groups.iter().all(|group| group.key.is_none()), "a key is kept longer than needed");
        joined
    }

    #[test]
    fn rows_of_one_key_are_a_group() {
        let found = groups(KeyHash::of, &["a", "b", "a", "c", "b", "a"]);
        assert_eq!(found, [Some(0), Some(1), Some(0), None, Some(1), Some(0)]);
    }

    #[test]
    fn different_keys_with_the_same_hash_stay_apart() {
        let long = "x".repeat(MOST_BYTES + 1);
        let other = format!("{}y", &long[1..]);
        let found = groups(KeyHash::shared_by_all, &["a", &long, "b", &other, "a", &long, &other]);
        assert_eq!(found, [Some(0), Some(1), Some(2), Some(3), Some(0), Some(1), Some(3)]);
    }
}

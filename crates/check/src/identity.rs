//! What makes two rows of a file the same thing, and what follows from it.

use std::collections::BTreeMap;

use crate::{TypedRow, agree};

/// How a kind tells its rows apart.
#[derive(Debug)]
pub enum Identity {
    /// Facts: each row has one key.
    Fact {
        /// The row's key.
        key: fn(&TypedRow<'_>) -> Option<Key>,
        /// The columns that two rows of one key must agree on.
        equality: &'static [usize],
        /// A sentence on what the key means, said where rows of one key contradict each other; starts with a blank.
        key_words: &'static str,
        /// What the database matches the row by: names and values beside the row's own fields.
        stored_keys: StoredKeys,
    },
    /// Masters: a row is recognised by any of several keys. The function groups the clean rows of a file.
    Master {
        /// The keys that connect rows of a file, by name; at most four. Only rows that share one are given to `group`.
        links: StoredKeys,
        /// Groups rows (0-based number and values, ascending) that are the same record.
        group: fn(&[(u32, TypedRow<'_>)]) -> Vec<Group>,
        /// Whether two rows that are the same record agree in a column.
        agrees: fn(usize, &TypedRow<'_>, &TypedRow<'_>) -> bool,
        /// What the database matches the row by.
        stored_keys: StoredKeys,
    },
}

/// Names and values of a row's keys.
pub type StoredKeys = fn(&TypedRow<'_>) -> Vec<(&'static str, String)>;

/// A fact's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Rows of this key are one fact; other values contradict it.
    One(String),
    /// Rows of this key are equal in everything that counts; they can't contradict each other.
    ByValue(String),
}

/// Rows that are the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The rows, 0-based and ascending.
    pub rows: Vec<u32>,
    /// What they are to each other.
    pub verdict: Verdict,
}

/// What rows of one thing are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The first is kept, with its blanks filled from the others, which are skipped.
    Agree,
    /// They contradict each other: none is clean.
    Contradict,
}

impl Identity {
    /// What the database matches a row by.
    #[must_use]
    pub fn stored_keys(&self, row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
        match self {
            Self::Fact { stored_keys, .. } | Self::Master { stored_keys, .. } => stored_keys(row),
        }
    }

    /// The groups among rows without errors, given with their 0-based numbers and ascending; by their first rows.
    pub(crate) fn groups(&self, rows: &[(u32, TypedRow<'_>)]) -> Vec<Group> {
        let mut groups = match self {
            Self::Fact { key, equality, .. } => facts(rows, *key, equality),
            Self::Master { group, .. } => group(rows),
        };
        groups.sort_unstable_by_key(|group| group.rows[0]);
        groups
    }
}

/// Facts of one key: equal ones are one fact, others contradict each other.
fn facts(rows: &[(u32, TypedRow<'_>)], key: fn(&TypedRow<'_>) -> Option<Key>, equality: &[usize]) -> Vec<Group> {
    let mut by_key: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (place, (_, row)) in rows.iter().enumerate() {
        if let Some(key) = key(row) {
            by_key.entry(key).or_default().push(place);
        }
    }
    by_key
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(key, places)| {
            // What all rows together state: each one must agree with what was stated before it.
            let mut stated = rows[places[0]].1.clone();
            let all_agree = places.iter().all(|&place| {
                let agrees = agree(&stated, &rows[place].1, equality);
                stated.fill_from(&rows[place].1);
                agrees
            });
            let verdict =
                if all_agree || matches!(key, Key::ByValue(_)) { Verdict::Agree } else { Verdict::Contradict };
            Group { rows: places.iter().map(|&place| rows[place].0).collect(), verdict }
        })
        .collect()
}

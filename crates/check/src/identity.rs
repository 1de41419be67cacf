//! What makes two rows the same thing, and what follows from it.

use crate::fact::Fact;
use crate::master::Master;
use crate::{Key, TypedRow};

/// How a kind tells its rows apart.
#[derive(Debug)]
pub enum Identity {
    /// Facts: each row has one key.
    Fact(Fact),
    /// Master records: a row is recognized by any of several keys.
    Master(Master),
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
    /// Names and values of what the database matches a row by.
    #[must_use]
    pub fn stored_keys(&self, row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
        match self {
            Self::Fact(fact) => fact.stored_keys(row),
            Self::Master(master) => master.stored_keys(row),
        }
    }

    /// What may connect a row with others of its file, each as a number that equal keys share.
    pub(crate) fn links(&self, row: &TypedRow<'_>) -> Vec<u64> {
        match self {
            Self::Fact(fact) => match (fact.key)(row) {
                Key::Counted { .. } => Vec::new(),
                key => vec![crate::key_index::hash(&key)],
            },
            Self::Master(master) => master.links(row).iter().map(crate::key_index::hash).collect(),
        }
    }

    /// The groups among rows without errors, given with their 0-based numbers and ascending; by their first rows.
    pub(crate) fn groups(&self, rows: &[(u32, TypedRow<'_>)]) -> Vec<Group> {
        let mut groups = match self {
            Self::Fact(fact) => fact.groups(rows),
            Self::Master(master) => master.groups(rows),
        };
        groups.sort_unstable_by_key(|group| group.rows[0]);
        groups
    }
}

//! The values of a list's column by their keys, twelve bytes a row. A key's hash leads to rows; their cells say if the key is the same.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use uuid::Uuid;

use super::keys::Comparison;
use super::list::{LookupList, id};

/// Rows of one key looked at. A value with more IDs is no name.
const LOOKED_AT: usize = 1_000;

/// The index of one column of values and one of IDs.
#[derive(Debug)]
pub(super) struct Index {
    pub comparison: Comparison,
    matching: u32,
    pub ids: u32,
    /// Ascending: the hash of a key, and a row.
    exact: Vec<(u64, u32)>,
    /// The same for what similar values share.
    similar: Vec<(u64, u32)>,
    /// Rows with a value and without an ID.
    pub without_id: u32,
}

/// An ID of a list, with the first row that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub id: Uuid,
    pub row: u32,
}

impl Index {
    pub fn new(list: &LookupList, matching: u32, ids: u32) -> Self {
        let comparison = list.comparison(matching);
        let (mut exact, mut similar, mut without_id) = (Vec::new(), Vec::new(), 0);
        for row in list.row_numbers() {
            let value = list.text(row, matching);
            let Some(key) = comparison.key(&value) else { continue };
            if id(list.sheet.cell(row, ids)).is_none() {
                without_id += 1;
                continue;
            }
            exact.push((hash(&key), row));
            similar.extend(comparison.similar_key(&value).map(|key| (hash(&key), row)));
        }
        exact.sort_unstable();
        similar.sort_unstable();
        Self { comparison, matching, ids, exact, similar, without_id }
    }

    /// The different IDs of a value, by its key.
    pub fn exact(&self, list: &LookupList, key: &str) -> Vec<Match> {
        self.found(list, &self.exact, key, |value| self.comparison.key(value))
    }

    /// The different IDs of similar values, by what they share.
    pub fn similar(&self, list: &LookupList, key: &str) -> Vec<Match> {
        self.found(list, &self.similar, key, |value| self.comparison.similar_key(value))
    }

    fn found(
        &self,
        list: &LookupList,
        rows: &[(u64, u32)],
        key: &str,
        key_of: impl Fn(&str) -> Option<String>,
    ) -> Vec<Match> {
        let wanted = hash(key);
        let from = rows.partition_point(|(hash, _)| *hash < wanted);
        let rows = rows[from..].iter().take_while(|(hash, _)| *hash == wanted).take(LOOKED_AT);
        // Different keys may have the same hash.
        let same = rows.filter(|(_, row)| key_of(&list.text(*row, self.matching)).as_deref() == Some(key));
        let mut seen = HashSet::new();
        let found = same.filter_map(|&(_, row)| Some(Match { id: id(list.sheet.cell(row, self.ids))?, row }));
        found.filter(|found| seen.insert(found.id)).collect()
    }
}

/// A hash that is the same everywhere.
fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

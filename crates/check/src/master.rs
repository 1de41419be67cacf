//! Kinds of master records: they are updated, and recognized by any of several keys, from strong to weak.
//!
//! A key is ignored for a pair of records if a stronger one stands on both sides and differs. The ID is none of these keys: it
//! neither hides a key nor is hidden by one.

use std::collections::BTreeMap;

use crate::disjoint_sets::DisjointSets;
use crate::{Group, TypedRow, Verdict};

/// How the rows of a kind of master records are recognized.
#[derive(Debug)]
pub struct Master {
    /// The column with the record's ID.
    pub id: usize,
    /// The keys, from strong to weak; at most [`MOST_KEYS`].
    pub keys: &'static [MasterKey],
    /// Returns true if two rows that are the same record agree in a column.
    pub agrees: fn(usize, &TypedRow<'_>, &TypedRow<'_>) -> bool,
    /// The columns that name a record to people.
    pub label: &'static [usize],
    /// A column whose list is a way forward, so that going back is mentioned.
    pub steps: Option<usize>,
}

/// The most keys that a kind has beside the ID.
pub const MOST_KEYS: usize = 3;

/// One of the keys by which a record is recognized.
#[derive(Debug)]
pub struct MasterKey {
    /// The table's column that stores it.
    pub name: &'static str,
    /// What it is called: "firm and contact".
    pub title: &'static str,
    /// The columns that it is made from.
    pub columns: &'static [usize],
    /// The key of a row, if the row states it.
    pub of: fn(&TypedRow<'_>) -> Option<String>,
    /// The column that can be written in several ways: with the same key, another way of writing is no change.
    pub spelled: Option<usize>,
}

/// A record's keys, from strong to weak; absent where the record doesn't state one.
pub type MasterKeys = Vec<Option<String>>;

impl Master {
    /// A row's keys.
    #[must_use]
    pub fn keys(&self, row: &TypedRow<'_>) -> MasterKeys {
        self.keys.iter().map(|key| (key.of)(row)).collect()
    }

    /// The names and values by which the database recognizes a row.
    pub(crate) fn stored_keys(&self, row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
        self.keys.iter().filter_map(|key| Some((key.name, (key.of)(row)?))).collect()
    }

    /// What may connect rows of a file: the keys and the ID, by name.
    pub(crate) fn links(&self, row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
        let mut links = self.stored_keys(row);
        links.extend(row.text(self.id).map(|id| ("id", id)));
        links
    }

    /// Groups the rows that are one record, directly or through other rows. Rows are compared by bucket, never pair by pair.
    pub(crate) fn groups(&self, rows: &[(u32, TypedRow<'_>)]) -> Vec<Group> {
        let keys: Vec<MasterKeys> = rows.iter().map(|(_, row)| self.keys(row)).collect();
        let ids: Vec<Option<String>> = rows.iter().map(|(_, row)| row.text(self.id)).collect();
        let mut same = DisjointSets::new(rows.len());
        for places in buckets(ids.iter().map(Option::as_deref)) {
            same.join(&places);
        }
        for strength in 0..self.keys.len() {
            for places in buckets(keys.iter().map(|keys| keys[strength].as_deref())) {
                join_bucket(&keys, strength, &places, &mut same);
            }
        }
        same.groups().into_iter().map(|places| self.judged(rows, &places)).collect()
    }

    fn judged(&self, rows: &[(u32, TypedRow<'_>)], places: &[usize]) -> Group {
        let first = &rows[places[0]].1;
        let agree = |one: &TypedRow<'_>, other: &TypedRow<'_>| {
            (0..first.columns()).all(|column| (self.agrees)(column, one, other))
        };
        // What the rows together state: each one must agree with what was stated before it.
        let mut stated = first.clone();
        let all_agree = places.iter().all(|&place| {
            let agrees = agree(&stated, &rows[place].1);
            stated.fill_from(&rows[place].1);
            agrees
        });
        let verdict = if all_agree { Verdict::Agree } else { Verdict::Contradict };
        Group { rows: places.iter().map(|&place| rows[place].0).collect(), verdict }
    }
}

/// Returns the place of the strongest key by which two records are the same, if they are.
#[must_use]
pub fn same_by(one: &[Option<String>], other: &[Option<String>]) -> Option<usize> {
    one.iter().zip(other).enumerate().find_map(|(place, keys)| match keys {
        (Some(a), Some(b)) => Some((a == b).then_some(place)),
        _ => None,
    })?
}

/// Returns which keys stronger than the one at a place are stated, a bit for each.
///
/// Records of equal keys at that place are the same by it if their bits have none in common. If they have one in common, a
/// stronger key decides: equal ones connect the two themselves, and different ones keep them apart.
#[must_use]
pub fn stronger_keys(keys: &[Option<String>], place: usize) -> usize {
    keys.iter().take(place).enumerate().map(|(bit, key)| usize::from(key.is_some()) << bit).sum()
}

/// Joins rows of one key, unless stronger keys keep them apart.
fn join_bucket(keys: &[MasterKeys], strength: usize, places: &[usize], same: &mut DisjointSets) {
    let mut by_stronger: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &place in places {
        by_stronger.entry(stronger_keys(&keys[place], strength)).or_default().push(place);
    }
    for (bits, some) in &by_stronger {
        for (other_bits, others) in &by_stronger {
            if bits & other_bits == 0 {
                same.join(some);
                same.join(others);
                same.join(&[some[0], others[0]]);
            }
        }
    }
}

/// The places that share a key, each ascending.
fn buckets<'k>(keys: impl Iterator<Item = Option<&'k str>>) -> impl Iterator<Item = Vec<usize>> {
    let mut buckets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.enumerate() {
        if let Some(key) = key {
            buckets.entry(key).or_default().push(place);
        }
    }
    buckets.into_values().filter(|places| places.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> MasterKeys {
        text.chars().map(|key| (key != '-').then(|| key.to_string())).collect()
    }

    /// Every record with two values or none for each of three keys.
    fn all() -> Vec<MasterKeys> {
        let value = |n: u32| ["-", "a", "b"][n as usize % 3];
        (0..27).map(|n| keys(&format!("{}{}{}", value(n / 9), value(n / 3), value(n)))).collect()
    }

    #[test]
    fn a_stronger_key_on_both_sides_decides() {
        for (one, other, by) in [
            ("aaa", "aaa", Some(0)),
            ("aaa", "abb", Some(0)),
            ("aaa", "baa", None),
            ("-aa", "baa", Some(1)),
            ("-aa", "bba", None),
            ("a-a", "-ba", Some(2)),
            ("--a", "bba", Some(2)),
            ("---", "---", None),
            ("--a", "--b", None),
        ] {
            assert_eq!(same_by(&keys(one), &keys(other)), by, "{one} {other}");
            assert_eq!(same_by(&keys(other), &keys(one)), by, "{other} {one}");
        }
    }

    #[test]
    fn buckets_join_what_pairs_say() {
        let records = all();
        // Every two records, and then all of them, are grouped as comparing each with each says.
        let pairs = (0..records.len()).flat_map(|a| (0..records.len()).map(move |b| vec![a, b]));
        for chosen in pairs.chain([(0..records.len()).collect()]) {
            let keys: Vec<MasterKeys> = chosen.iter().map(|&place| records[place].clone()).collect();
            let mut by_bucket = DisjointSets::new(keys.len());
            for strength in 0..MOST_KEYS {
                for places in buckets(keys.iter().map(|keys| keys[strength].as_deref())) {
                    join_bucket(&keys, strength, &places, &mut by_bucket);
                }
            }
            let mut by_pair = DisjointSets::new(keys.len());
            for one in 0..keys.len() {
                for other in one + 1..keys.len() {
                    if same_by(&keys[one], &keys[other]).is_some() {
                        by_pair.join(&[one, other]);
                    }
                }
            }
            assert_eq!(by_bucket.groups(), by_pair.groups(), "{keys:?}");
        }
    }
}

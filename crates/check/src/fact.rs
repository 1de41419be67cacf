//! Kinds of facts: written once, and told apart by one key.

use std::collections::BTreeMap;

use lanegate_wire::sha256_hex;

use crate::{Group, TypedRow, Verdict, agree};

/// How the rows of a kind of facts are told apart, from each other and from what is stored.
#[derive(Debug)]
pub struct Fact {
    /// The key of a row whose required values are there.
    pub key: fn(&TypedRow<'_>) -> Key,
    /// The table's column that stores the key.
    pub key_column: &'static str,
    /// What the key consists of, in words: "company, person and day".
    pub key_title: &'static str,
    /// A sentence about the key for findings on rows of one key that contradict each other. It begins with a blank.
    pub key_words: &'static str,
    /// The columns in which two rows of one key must agree.
    pub equality: &'static [usize],
    /// How rows without a number are numbered, if the kind numbers the facts of a day.
    pub numbering: Option<Numbering>,
    /// What the kind's reference column refers to.
    pub reference: Option<Reference>,
}

/// How the facts of a day are numbered.
#[derive(Debug)]
pub struct Numbering {
    /// The columns that are the same for all facts of a day, in the order in which the key names them before the number.
    pub day: &'static [usize],
    /// The column in which a row may state its number.
    pub number: usize,
}

impl Numbering {
    /// The beginning of the keys of a row's day, up to the number.
    #[must_use]
    pub fn day(&self, row: &TypedRow<'_>) -> String {
        let mut day = String::new();
        for &column in self.day {
            if let Some(value) = row.get(column) {
                value.push_to(&mut day);
            }
            day.push('|');
        }
        day
    }
}

/// What a column of IDs refers to, in the same lane.
#[derive(Debug)]
pub struct Reference {
    /// The table whose ID it is. The table's column has the same name.
    pub table: &'static str,
    /// What one of its rows is called: "partner".
    pub title: &'static str,
}

/// A fact's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The row alone decides it. Rows of this key are one fact, and other values contradict it.
    Own(String),
    /// Rows of equal values are one fact, and the facts of a day are numbered.
    Numbered {
        /// The beginning of the keys of that day, up to the number.
        day: String,
        /// The values of the row, the day's included.
        values: String,
    },
    /// Rows of equal values are different facts: the key counts them.
    Counted {
        /// The end of the key.
        day: String,
        /// The values that are counted, without the day.
        values: String,
    },
}

impl Key {
    /// The key of the nth row of these values, from 1, if rows are counted.
    #[must_use]
    pub fn counted(&self, occurrence: u32) -> Option<String> {
        match self {
            Self::Counted { day, values } => Some(anonymous_key(&format!("{values}\u{1f}{occurrence}"), day)),
            Self::Own(_) | Self::Numbered { .. } => None,
        }
    }
}

/// The key of a fact that names nobody. The contract says which parts are digested; they are joined by U+001F.
#[must_use]
pub fn anonymous_key(parts: &str, day: &str) -> String {
    format!("UNKNOWN|anon-{}|{day}", &sha256_hex(parts.as_bytes())[..16])
}

impl Fact {
    /// The names and values by which the database tells a row from others, as far as the row alone decides them.
    pub(crate) fn stored_keys(&self, row: &TypedRow<'_>) -> Vec<(&'static str, String)> {
        match (self.key)(row) {
            Key::Own(key) => vec![(self.key_column, key)],
            Key::Counted { values, .. } => vec![("anon", values)],
            Key::Numbered { .. } => Vec::new(),
        }
    }

    /// Groups rows of one key: equal ones are one fact, others contradict each other.
    pub(crate) fn groups(&self, rows: &[(u32, TypedRow<'_>)]) -> Vec<Group> {
        let mut by_key: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (place, (_, row)) in rows.iter().enumerate() {
            by_key.entry((self.key)(row)).or_default().push(place);
        }
        by_key
            .into_iter()
            .filter(|(key, places)| places.len() > 1 && !matches!(key, Key::Counted { .. }))
            .map(|(key, places)| {
                // What all rows together state: each one must agree with what was stated before it.
                let mut stated = rows[places[0]].1.clone();
                let all_agree = places.iter().all(|&place| {
                    let agrees = agree(&stated, &rows[place].1, self.equality);
                    stated.fill_from(&rows[place].1);
                    agrees
                });
                let verdict =
                    if all_agree || matches!(key, Key::Numbered { .. }) { Verdict::Agree } else { Verdict::Contradict };
                Group { rows: places.iter().map(|&place| rows[place].0).collect(), verdict }
            })
            .collect()
    }
}

//! The stored facts of a chunk, by key and by day.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use lanegate_check::{Fact, TypedRow};

use crate::{Stored, StoredFact};

/// The stored facts that a chunk needs.
pub(crate) struct StoredIndex<'s> {
    fact: &'static Fact,
    by_key: HashMap<&'s str, &'s StoredFact>,
    by_day: HashMap<String, StoredDay<'s>>,
}

/// The stored facts of a day.
#[derive(Default)]
pub(crate) struct StoredDay<'s> {
    /// Those without a number last, then by key.
    facts: Vec<(Option<u64>, &'s StoredFact)>,
    /// The numbers that are taken.
    numbers: HashSet<u64>,
    /// By the columns that are compared, a bit for each: the first fact of each values. Made when it is needed.
    by_values: RefCell<HashMap<u32, HashMap<String, &'s StoredFact>>>,
}

impl<'s> StoredIndex<'s> {
    pub(super) fn new(fact: &'static Fact, stored: &'s Stored) -> Self {
        let by_key = stored.facts.iter().map(|stored| (stored.key.as_str(), stored)).collect();
        let mut by_day: HashMap<String, StoredDay<'s>> = HashMap::new();
        if let Some(numbering) = &fact.numbering {
            for stored in &stored.facts {
                let number = number_of(&stored.key);
                let own = numbering.day(&stored.row);
                // A key from before Lanegate may name another day than its row.
                if let Some(named) = day_of(&stored.key).filter(|named| *named != own) {
                    by_day.entry(named.to_owned()).or_default().numbers.extend(number);
                }
                let day = by_day.entry(own).or_default();
                day.numbers.extend(number);
                day.facts.push((number, stored));
            }
            for day in by_day.values_mut() {
                day.facts.sort_unstable_by_key(|(number, stored)| (number.is_none(), *number, stored.key.as_str()));
            }
        }
        Self { fact, by_key, by_day }
    }

    /// The fact with a key.
    pub(super) fn with_key(&self, key: &str) -> Option<&'s StoredFact> {
        self.by_key.get(key).copied()
    }

    /// The numbers that are taken on a day.
    pub(super) fn numbers(&self, day: &str) -> Option<&HashSet<u64>> {
        self.by_day.get(day).map(|day| &day.numbers)
    }

    /// The fact of a day that a row without a number is: one of exactly its values, or else one that has what it states. Of several, it is the
    /// one with the lowest number.
    pub(super) fn with_values(&self, day: &str, row: &TypedRow<'_>) -> Option<&'s StoredFact> {
        let day = self.by_day.get(day)?;
        let equality = self.fact.equality;
        let all = (1 << equality.len()) - 1;
        let stated =
            equality.iter().enumerate().map(|(bit, &column)| u32::from(row.get(column).is_some()) << bit).sum();
        day.find(equality, all, row).or_else(|| day.find(equality, stated, row).filter(|_| stated != all))
    }
}

impl<'s> StoredDay<'s> {
    /// The first fact that equals a row in some columns of the equality. Blanks equal blanks.
    fn find(&self, equality: &[usize], columns: u32, row: &TypedRow<'_>) -> Option<&'s StoredFact> {
        let mut by_values = self.by_values.borrow_mut();
        let facts = by_values.entry(columns).or_insert_with(|| {
            let mut facts = HashMap::new();
            for (_, stored) in &self.facts {
                facts.entry(values(equality, columns, &stored.row)).or_insert(*stored);
            }
            facts
        });
        facts.get(&values(equality, columns, row)).copied()
    }
}

fn values(equality: &[usize], columns: u32, row: &TypedRow<'_>) -> String {
    let chosen = equality.iter().enumerate().filter(|(bit, _)| columns >> bit & 1 == 1);
    let mut values = String::new();
    for (_, &column) in chosen {
        if let Some(value) = row.get(column) {
            value.push_to(&mut values);
        }
        values.push('\u{1f}');
    }
    values
}

/// The most digits of a number in a key.
const MOST_DIGITS: usize = 18;

/// The number at the end of a key.
pub(super) fn number_of(key: &str) -> Option<u64> {
    let (_, digits) = key.rsplit_once('|')?;
    let plain = digits.len() <= MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// The beginning of a key, up to the number.
fn day_of(key: &str) -> Option<&str> {
    key.rfind('|').map(|at| &key[..=at])
}

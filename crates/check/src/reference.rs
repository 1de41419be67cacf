//! A dated copy of the ids that rows may refer to, so that a check without the database can warn of one that is not there.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{Note, codes};

/// How many bytes an id has.
const ID: usize = 16;

/// The ids as of a day: sixteen bytes each, whatever else is known of what they name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceCopy {
    as_of: NaiveDate,
    /// Ascending, each once.
    ids: Vec<u128>,
}

impl ReferenceCopy {
    /// A copy as of a day, from its ids one after the other, sixteen bytes each with the first digits first. What is left at the end, if it
    /// is no whole id, is left out.
    #[must_use]
    pub fn new(as_of: NaiveDate, bytes: &[u8]) -> Self {
        let (ids, _) = bytes.as_chunks::<ID>();
        let mut ids: Vec<u128> = ids.iter().map(|id| u128::from_be_bytes(*id)).collect();
        ids.sort_unstable();
        ids.dedup();
        Self { as_of, ids }
    }

    /// Whether the copy holds an id.
    #[must_use]
    pub fn holds(&self, id: Uuid) -> bool {
        self.ids.binary_search(&id.as_u128()).is_ok()
    }

    /// What is to be said of an id that it does not hold.
    pub(crate) fn note(&self) -> Note {
        let rows = self.ids.len();
        let partners = if rows == 1 { "partner" } else { "partners" };
        Note::new(
            codes::PARTNER_NOT_IN_COPY,
            format!("The copy of the partners as of {}, of {rows} {partners}, holds none with this id.", self.as_of),
            "Correct the id, or compare to find out: the partner may have been added since.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_held_and_nothing_else() {
        let [one, two, three] = [7, u128::MAX, 1 << 100].map(Uuid::from_u128);
        let bytes = [two.as_bytes().as_slice(), one.as_bytes(), two.as_bytes(), &[1, 2, 3]].concat();
        let copy = ReferenceCopy::new(NaiveDate::default(), &bytes);
        assert!(copy.holds(one) && copy.holds(two) && !copy.holds(three));
        assert!(copy.note().message.contains("of 2 partners"), "{}", copy.note().message);
        assert!(!ReferenceCopy::new(NaiveDate::default(), &[]).holds(one));
    }
}

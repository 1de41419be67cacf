//! The first pass over facts: hashes of keys, and the numbers that rows state.

use lanegate_check::{Fact, Kind, Typed};

use super::Matching;
use super::key_groups::KeyGroups;
use super::numbers::{DayNumbers, StatedNumbers};
use super::row_key::{KeyReader, RowKey};
use crate::BatchRow;
use crate::key_hash::HashKey;
use crate::leave_out::LeftOut;
use crate::repeated_keys::SeenKeys;

#[derive(Debug)]
pub(crate) struct Scan {
    reader: KeyReader,
    left_out: LeftOut,
    own: SeenKeys,
    values: SeenKeys,
    stated: StatedNumbers,
}

impl Scan {
    pub(crate) fn new(kind: &'static Kind, fact: &'static Fact, left_out: LeftOut, rows: usize, hash: HashKey) -> Self {
        let numbered = if fact.numbering.is_some() { rows } else { 0 };
        Self {
            reader: KeyReader::new(kind, fact),
            left_out,
            own: SeenKeys::with_capacity(hash, rows),
            values: SeenKeys::with_capacity(hash, numbered),
            stated: StatedNumbers::default(),
        }
    }

    pub(crate) fn scan(&mut self, rows: &[BatchRow]) {
        let fact = self.reader.fact;
        for row in rows {
            let typed = &row.values;
            match self.reader.read(typed) {
                RowKey::Own(key) => {
                    self.own.note(&key, row.row);
                    if let Some(numbering) = &fact.numbering
                        && let Some(Typed::Whole(number)) = typed.get(numbering.number)
                    {
                        self.stated.note(&numbering.day(typed), number.unsigned_abs());
                    }
                }
                RowKey::Numbered { values, .. } => self.values.note(&values, row.row),
            }
        }
    }

    pub(crate) fn into_matching(self) -> Matching {
        let fact = self.reader.fact;
        let columns = self.reader.kind.columns.len();
        Matching {
            reader: KeyReader::new(self.reader.kind, fact),
            left_out: self.left_out,
            own: KeyGroups::new(self.own.into_repeated(), fact.equality, columns),
            values: KeyGroups::new(self.values.into_repeated(), fact.equality, columns),
            numbers: DayNumbers::new(self.stated),
            notes: Default::default(),
        }
    }
}

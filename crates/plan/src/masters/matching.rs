//! The second pass over master records: which of them rows find, and which rows are the same.

use lanegate_check::{Kind, Master};

use super::Fates;
use super::rivals::{Rival, Rivals};
use super::row_keys::RowKeys;
use super::stored_index::{StoredIndex, changed};
use crate::BatchRow;
use crate::Stored;
use crate::leave_out::LeftOut;
use crate::lookups::Lookups;
use crate::row_notes::{Flag, RowNote, RowNotes};

#[derive(Debug)]
pub(crate) struct Matching {
    pub(super) kind: &'static Kind,
    pub(super) master: &'static Master,
    pub(super) left_out: LeftOut,
    pub(super) rivals: Rivals,
    pub(super) notes: RowNotes,
}

impl Matching {
    pub(crate) fn read(&self, rows: &[BatchRow]) -> (Vec<RowKeys>, Lookups) {
        let keys = RowKeys::of_all(self.master, rows);
        let mut lookups = Lookups::default();
        keys.iter().for_each(|keys| keys.look_up(&mut lookups));
        (keys, lookups)
    }

    pub(crate) fn match_rows(&mut self, rows: &[BatchRow], keys: &[RowKeys], stored: &Stored) {
        let index = StoredIndex::new(self.master, stored);
        for (row, keys) in rows.iter().zip(keys) {
            let missing = keys.id.is_some_and(|id| index.with_id(id).is_none());
            let targets = index.targets(keys);
            let one = match targets.as_slice() {
                [(_, record)] => Some(*record),
                _ => None,
            };
            let changes =
                one.is_some_and(|record| !changed(self.kind, self.master, &row.values, keys, record).is_empty());
            self.rivals.add(&Rival {
                row: row.row,
                keys,
                record: one.map(|record| record.id),
                is_rival: !self.left_out.has_row(row.row) && !missing && targets.len() <= 1,
                changes,
            });
            let note = RowNote::default()
                .with(Flag::MISSING, missing)
                .with(Flag::STORED, one.is_some())
                .with(Flag::DIFFERS, changes)
                .with(Flag::SEVERAL, targets.len() > 1);
            self.notes.push(note, one.and_then(|record| record.retracted));
        }
    }

    pub(crate) fn settle(mut self) -> Fates {
        self.rivals.settle();
        Fates { matched: self, at: 0 }
    }
}

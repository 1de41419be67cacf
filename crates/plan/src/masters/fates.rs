//! The last pass over master records: what a commit would do with each row.

use lanegate_check::{Typed, TypedRow, ValueType};
use lanegate_wire::{Change, Fate, PlanRow};
use uuid::Uuid;

use super::Matching;
use super::row_keys::RowKeys;
use super::stored_index::{StoredIndex, changed};
use crate::BatchRow;
use crate::lookups::Lookups;
use crate::planned::{Planned, change};
use crate::row_notes::{Flag, RowNote};
use crate::{Stored, StoredMaster, reasons};

#[derive(Debug)]
pub(crate) struct Fates {
    pub(super) matched: Matching,
    /// The place of the next row that is read.
    pub(crate) at: usize,
}

impl Fates {
    /// Records are needed again where their values are to be shown.
    pub(crate) fn read(&mut self, rows: &[BatchRow]) -> (Vec<RowKeys>, Lookups) {
        let keys = RowKeys::of_all(self.matched.master, rows);
        let mut lookups = Lookups::default();
        for (row, keys) in rows.iter().zip(&keys) {
            let note = self.matched.notes.at(self.at);
            if note.has(Flag::SEVERAL) {
                keys.look_up(&mut lookups);
            } else if note.has(Flag::DIFFERS) {
                lookups.ids.extend(self.matched.rivals.record(row.row));
            }
            self.at += 1;
        }
        (keys, lookups)
    }

    /// What a commit would do with rows of which the first has a place in the import; and the retracted imports that reasons mention.
    pub(crate) fn fates(
        &self,
        first: usize,
        rows: &[BatchRow],
        keys: &[RowKeys],
        stored: &Stored,
    ) -> Vec<(Planned, Option<Uuid>)> {
        let index = StoredIndex::new(self.matched.master, stored);
        (first..).zip(rows.iter().zip(keys)).map(|(place, (row, keys))| self.fate(place, row, keys, &index)).collect()
    }

    fn fate(&self, place: usize, row: &BatchRow, keys: &RowKeys, index: &StoredIndex<'_>) -> (Planned, Option<Uuid>) {
        let kind = self.matched.kind;
        let note = self.matched.notes.at(place);
        let typed = &row.values;
        let record = self.matched.rivals.record(row.row);
        let stored = record.and_then(|id| index.with_id(id)).filter(|_| note.has(Flag::DIFFERS));
        let other = self.matched.rivals.other(row.row, keys);
        let fate = fate(note, other.is_some());
        let retracted = self.matched.notes.retracted(place);
        let mentioned = retracted.filter(|_| matches!(fate, Fate::Update | Fate::Unchanged));
        let reason = match fate {
            Fate::MissingReference => Some(reasons::missing(kind, kind.row_title)),
            Fate::Conflict if note.has(Flag::SEVERAL) => {
                Some(reasons::several(kind, self.matched.master, &index.targets(keys)))
            }
            Fate::Conflict => other.map(|other| reasons::same_record(kind, other)),
            Fate::Update => stored.and_then(|stored| self.steps_back(typed, stored)),
            _ => None,
        };
        let planned = Planned {
            row: PlanRow {
                row: row.row,
                fate,
                key: match (keys.id.filter(|_| note.has(Flag::MISSING)), record) {
                    (Some(id), _) | (None, Some(id)) => id.to_string(),
                    (None, None) => keys.shown(),
                },
                reason: if mentioned.is_some() { Some(reasons::retracted_master(reason, kind)) } else { reason },
                changes: match stored.filter(|_| matches!(fate, Fate::Update | Fate::Conflict)) {
                    Some(stored) => self.changes(typed, keys, stored),
                    None => Vec::new(),
                },
                left_out: self.matched.left_out.has_row(row.row) || self.matched.left_out.has_fate(fate),
            },
            fills: Vec::new(),
            retracted: retracted.is_some(),
        };
        (planned, mentioned)
    }

    fn changes(&self, row: &TypedRow<'_>, keys: &RowKeys, stored: &StoredMaster) -> Vec<Change> {
        let (kind, master) = (self.matched.kind, self.matched.master);
        let columns = changed(kind, master, row, keys, stored);
        columns.into_iter().map(|column| change(kind, column, row, &stored.row)).collect()
    }

    fn steps_back(&self, row: &TypedRow<'_>, stored: &StoredMaster) -> Option<String> {
        let kind = self.matched.kind;
        let column = self.matched.master.steps?;
        let ValueType::List(steps) = kind.columns[column].value else { return None };
        let step = |row: &TypedRow<'_>| match row.get(column) {
            Some(Typed::Item(name)) => steps.iter().position(|step| step.name == *name),
            _ => None,
        };
        (step(row)? < step(&stored.row)?).then(|| reasons::steps_back(kind, column, row, &stored.row))
    }
}

fn fate(note: RowNote, is_repeated: bool) -> Fate {
    if note.has(Flag::MISSING) {
        Fate::MissingReference
    } else if note.has(Flag::SEVERAL) || is_repeated {
        Fate::Conflict
    } else if !note.has(Flag::STORED) {
        Fate::Create
    } else if note.has(Flag::DIFFERS) {
        Fate::Update
    } else {
        Fate::Unchanged
    }
}

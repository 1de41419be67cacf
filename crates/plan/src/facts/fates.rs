//! The last pass over facts: what a commit would do with each row.

use lanegate_check::{Fact, Kind, TypedRow, differing};
use lanegate_wire::{Change, Fate, PlanRow};
use uuid::Uuid;

use super::Matching;
use super::key_groups::KeyGroup;
use super::row_key::RowKey;
use super::stored_index::StoredIndex;
use crate::BatchRow;
use crate::lookups::Lookups;
use crate::planned::{Planned, change};
use crate::row_notes::{Flag, RowNote};
use crate::{Stored, reasons};

#[derive(Debug)]
pub(crate) struct Fates {
    pub(super) matched: Matching,
    /// The place of the next row that is read.
    pub(crate) at: usize,
}

impl Fates {
    pub(crate) fn read(&mut self, rows: &[BatchRow]) -> (Vec<RowKey>, Lookups) {
        let (mut keys, mut lookups) = (Vec::with_capacity(rows.len()), Lookups::default());
        for row in rows {
            let typed = &row.values;
            let key = self.matched.reader.read(typed);
            if self.needs_record(self.at, row.row, &key) {
                self.matched.reader.look_up(&key, typed, &mut lookups);
            }
            keys.push(key);
            self.at += 1;
        }
        (keys, lookups)
    }

    /// Returns true if the stored fact's values are to be shown, or its key is not known from its number.
    fn needs_record(&self, place: usize, row: u32, key: &RowKey) -> bool {
        let note = self.matched.notes.at(place);
        match key {
            RowKey::Own(_) => note.has(Flag::DIFFERS),
            RowKey::Numbered { values, .. } => {
                note.has(Flag::STORED)
                    && self.matched.numbers.of(self.matched.values.of(values, row).lowest()).is_none()
            }
        }
    }

    /// What a commit would do with rows of which the first has a place in the import; and the retracted imports that reasons mention.
    pub(crate) fn fates(
        &self,
        first: usize,
        rows: &[BatchRow],
        keys: &[RowKey],
        stored: &Stored,
    ) -> Vec<(Planned, Option<Uuid>)> {
        let index = StoredIndex::new(self.fact(), stored);
        (first..).zip(rows.iter().zip(keys)).map(|(place, (row, key))| self.fate(place, row, key, &index)).collect()
    }

    fn kind(&self) -> &'static Kind {
        self.matched.reader.kind
    }

    fn fact(&self) -> &'static Fact {
        self.matched.reader.fact
    }

    fn fate(&self, place: usize, row: &BatchRow, key: &RowKey, index: &StoredIndex<'_>) -> (Planned, Option<Uuid>) {
        let note = self.matched.notes.at(place);
        let typed = &row.values;
        let left_out = self.matched.left_out.has_row(row.row);
        let (groups, shared) = match key {
            RowKey::Own(key) => (&self.matched.own, key),
            RowKey::Numbered { values, .. } => (&self.matched.values, values),
        };
        let group = groups.of(shared, row.row);
        let (fate, reason) = self.judged(note, row.row, &group, left_out);
        let retracted = self.matched.notes.retracted(place);
        let mentioned = retracted.filter(|_| matches!(fate, Fate::Duplicate | Fate::Conflict));
        let planned = Planned {
            row: PlanRow {
                row: row.row,
                fate,
                key: self.shown_key(note, typed, key, &group, index),
                reason: if mentioned.is_some() { Some(reasons::retracted_fact(reason, self.kind())) } else { reason },
                changes: if fate == Fate::Conflict { self.changes(note, typed, key, index) } else { Vec::new() },
                left_out: left_out || self.matched.left_out.has_fate(fate),
            },
            fills: if self.is_filled(fate, row.row, &group) {
                groups.fills(shared, row.row, typed)
            } else {
                Vec::new()
            },
            retracted: retracted.is_some(),
        };
        (planned, mentioned)
    }

    fn judged(&self, note: RowNote, row: u32, group: &KeyGroup, left_out: bool) -> (Fate, Option<String>) {
        let (kind, fact) = (self.kind(), self.fact());
        if note.has(Flag::MISSING) {
            let title = fact.reference.as_ref().map_or("record", |reference| reference.title);
            (Fate::MissingReference, Some(reasons::missing(kind, title)))
        } else if group.contradicts(left_out) {
            (Fate::Conflict, Some(reasons::contradicts(fact, group.other_than(row))))
        } else if note.has(Flag::DIFFERS) {
            (Fate::Conflict, Some(reasons::differs(kind, fact)))
        } else if note.has(Flag::STORED) {
            (Fate::Duplicate, Some(reasons::stored(kind)))
        } else if group.first() != row {
            (Fate::Duplicate, Some(reasons::repeats(kind, group.first())))
        } else {
            (Fate::New, None)
        }
    }

    /// The key that is shown, and under which the fact is stored. Where what a row refers to is missing, it may have no number.
    fn shown_key(
        &self,
        note: RowNote,
        row: &TypedRow<'_>,
        key: &RowKey,
        group: &KeyGroup,
        index: &StoredIndex<'_>,
    ) -> String {
        if let Some(numbering) = self.fact().numbering.as_ref().filter(|_| note.has(Flag::MISSING)) {
            return numbering.day(row).trim_end_matches('|').to_owned();
        }
        match key {
            RowKey::Own(key) => key.clone(),
            RowKey::Numbered { day, .. } => match self.matched.numbers.of(group.lowest()) {
                Some(number) => format!("{day}{number}"),
                None => index.with_values(day, row).map(|stored| stored.key.clone()).unwrap_or_default(),
            },
        }
    }

    fn changes(&self, note: RowNote, row: &TypedRow<'_>, key: &RowKey, index: &StoredIndex<'_>) -> Vec<Change> {
        let RowKey::Own(key) = key else { return Vec::new() };
        let Some(stored) = index.with_key(key).filter(|_| note.has(Flag::DIFFERS)) else { return Vec::new() };
        let columns = differing(row, &stored.row, self.fact().equality);
        columns.into_iter().map(|column| change(self.kind(), column, row, &stored.row)).collect()
    }

    /// Returns true for a row that is stored, and whose blanks later rows may fill.
    fn is_filled(&self, fate: Fate, row: u32, group: &KeyGroup) -> bool {
        fate == Fate::New && group.first() == row && !self.matched.left_out.has_fate(Fate::Duplicate)
    }
}

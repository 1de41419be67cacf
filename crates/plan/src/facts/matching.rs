//! The second pass over facts: which rows match a stored fact, and which share a key.

use lanegate_check::{Typed, TypedRow, differing};
use uuid::Uuid;

use super::Fates;
use super::key_groups::KeyGroups;
use super::numbers::DayNumbers;
use super::row_key::{KeyReader, RowKey};
use super::stored_index::{StoredIndex, number_of};
use crate::BatchRow;
use crate::leave_out::LeftOut;
use crate::lookups::Lookups;
use crate::row_notes::{Flag, RowNote, RowNotes};
use crate::{Stored, StoredFact};

#[derive(Debug)]
pub(crate) struct Matching {
    pub(super) reader: KeyReader,
    pub(super) left_out: LeftOut,
    /// Rows that share a key of their own.
    pub(super) own: KeyGroups,
    /// Rows without a number that have equal values.
    pub(super) values: KeyGroups,
    pub(super) numbers: DayNumbers,
    pub(super) notes: RowNotes,
}

impl Matching {
    pub(crate) fn read(&mut self, rows: &[BatchRow]) -> (Vec<RowKey>, Lookups) {
        let (mut keys, mut lookups) = (Vec::with_capacity(rows.len()), Lookups::default());
        for row in rows {
            let typed = &row.values;
            let key = self.reader.read(typed);
            self.reader.look_up(&key, typed, &mut lookups);
            lookups.ids.extend(self.reference(typed));
            keys.push(key);
        }
        (keys, lookups)
    }

    pub(crate) fn match_rows(&mut self, rows: &[BatchRow], keys: &[RowKey], stored: &Stored) {
        let index = StoredIndex::new(self.reader.fact, stored);
        for (row, key) in rows.iter().zip(keys) {
            let typed = &row.values;
            let left_out = self.left_out.has_row(row.row);
            let matched = match key {
                RowKey::Own(key) => {
                    self.own.add(key, row.row, typed, left_out);
                    index.with_key(key)
                }
                RowKey::Numbered { day, values } => {
                    let is_first = self.values.add(values, row.row, typed, left_out) == row.row;
                    let matched = index.with_values(day, typed);
                    if is_first {
                        self.number(row.row, day, matched, &index);
                    }
                    matched
                }
            };
            // A row without a number is the stored fact that it matches, whatever its blanks.
            let differs = matches!(key, RowKey::Own(_))
                && matched.is_some_and(|stored| !differing(typed, &stored.row, self.reader.fact.equality).is_empty());
            let missing = self.reference(typed).is_some_and(|id| !stored.references.contains(&id));
            let note = RowNote::default()
                .with(Flag::MISSING, missing)
                .with(Flag::STORED, matched.is_some())
                .with(Flag::DIFFERS, differs);
            self.notes.push(note, matched.and_then(|stored| stored.retracted));
        }
    }

    /// Notes the number of the first row of some values.
    fn number(&mut self, row: u32, day: &str, matched: Option<&StoredFact>, index: &StoredIndex<'_>) {
        match matched {
            // Of another form of the key, the number alone doesn't say the key.
            Some(stored) => {
                let number = number_of(&stored.key).filter(|number| stored.key == format!("{day}{number}"));
                if let Some(number) = number {
                    self.numbers.note(row, number);
                }
            }
            None => self.numbers.give(row, day, index.numbers(day)),
        }
    }

    /// The ID that a row refers to.
    fn reference(&self, row: &TypedRow<'_>) -> Option<Uuid> {
        self.reader.fact.reference.as_ref()?;
        match row.get(self.reader.kind.reference_column?) {
            Some(Typed::Uuid(id)) => Some(*id),
            _ => None,
        }
    }

    pub(crate) fn settle(self) -> Fates {
        let reader = KeyReader::new(self.reader.kind, self.reader.fact);
        Fates { matched: Self { reader, ..self }, at: 0 }
    }
}

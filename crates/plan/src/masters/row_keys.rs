//! The keys of a row, with the ID that it names.

use lanegate_check::{Master, MasterKeys, Typed, TypedRow};
use uuid::Uuid;

use crate::BatchRow;
use crate::lookups::Lookups;

/// A row's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowKeys {
    /// The ID that it names.
    pub(super) id: Option<Uuid>,
    /// The others, from strong to weak.
    pub(super) keys: MasterKeys,
}

impl RowKeys {
    pub(super) fn of(master: &Master, row: &TypedRow<'_>) -> Self {
        let id = match row.get(master.id) {
            Some(Typed::Uuid(id)) => Some(*id),
            _ => None,
        };
        Self { id, keys: master.keys(row) }
    }

    pub(super) fn of_all(master: &Master, rows: &[BatchRow]) -> Vec<Self> {
        rows.iter().map(|row| Self::of(master, &row.values)).collect()
    }

    /// Adds the keys to what is to be looked up.
    pub(super) fn look_up(&self, lookups: &mut Lookups) {
        lookups.ids.extend(self.id);
        lookups.master_keys.resize(self.keys.len(), Vec::new());
        for (list, key) in lookups.master_keys.iter_mut().zip(&self.keys) {
            list.extend(key.clone());
        }
    }

    /// What a record that is not there yet is recognized by, for people. The parts of a key are joined by a character that nobody can read.
    pub(super) fn shown(&self) -> String {
        let shown: Vec<_> = self.keys.iter().flatten().map(|key| key.replace('\u{1f}', " / ")).collect();
        shown.join(" · ")
    }
}

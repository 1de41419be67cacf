//! The stored records of a chunk, by ID and by key.

use std::collections::{BTreeMap, HashMap};

use lanegate_check::{Kind, Master, TypedRow, differing, same_by};
use uuid::Uuid;

use super::RowKeys;
use crate::{Stored, StoredMaster};

/// The stored records that a chunk needs.
pub(crate) struct StoredIndex<'s> {
    by_id: HashMap<Uuid, &'s StoredMaster>,
    /// By strength.
    by_key: Vec<HashMap<&'s str, Vec<&'s StoredMaster>>>,
}

impl<'s> StoredIndex<'s> {
    pub(super) fn new(master: &Master, stored: &'s Stored) -> Self {
        let mut by_key = vec![HashMap::new(); master.keys.len()];
        for record in &stored.masters {
            for (by_key, key) in by_key.iter_mut().zip(&record.keys) {
                if let Some(key) = key {
                    by_key.entry(key.as_str()).or_insert_with(Vec::new).push(record);
                }
            }
        }
        Self { by_id: stored.masters.iter().map(|record| (record.id, record)).collect(), by_key }
    }

    pub(super) fn with_id(&self, id: Uuid) -> Option<&'s StoredMaster> {
        self.by_id.get(&id).copied()
    }

    /// The records that a row's keys point at, each with the strength of the strongest of them: 0 is the ID. The strongest come first,
    /// then those with the lowest ID.
    pub(super) fn targets(&self, keys: &RowKeys) -> Vec<(usize, &'s StoredMaster)> {
        let by_key = self.by_key.iter().zip(&keys.keys).filter_map(|(by_key, key)| by_key.get(key.as_deref()?));
        let sharing: BTreeMap<Uuid, _> = by_key.flatten().map(|&record| (record.id, record)).collect();
        let by_key = sharing.into_values().filter(|record| Some(record.id) != keys.id);
        let by_key = by_key.filter_map(|record| Some((same_by(&keys.keys, &record.keys)? + 1, record)));
        let by_id = keys.id.and_then(|id| self.with_id(id)).map(|record| (0, record));
        let mut targets: Vec<_> = by_id.into_iter().chain(by_key).collect();
        // The sort is stable, and they are in the order of their IDs.
        targets.sort_by_key(|(strength, _)| *strength);
        targets
    }
}

/// The columns in which a row would change a record. A blank is no statement, and the same address or profile written in another way is no
/// change.
pub(super) fn changed(
    kind: &Kind,
    master: &Master,
    row: &TypedRow<'_>,
    keys: &RowKeys,
    record: &StoredMaster,
) -> Vec<usize> {
    let columns: Vec<usize> = (0..kind.columns.len()).filter(|&column| column != master.id).collect();
    let respelled = |column: usize| {
        let same = |place: usize| keys.keys[place].is_some() && keys.keys[place] == record.keys[place];
        (0..master.keys.len()).any(|place| master.keys[place].spelled == Some(column) && same(place))
    };
    let mut changed = differing(row, &record.row, &columns);
    changed.retain(|&column| !respelled(column));
    changed
}

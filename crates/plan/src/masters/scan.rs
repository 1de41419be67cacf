//! The first pass over master records: hashes of keys.

use lanegate_check::{Kind, Master};

use super::Matching;
use super::rivals::Rivals;
use super::row_keys::RowKeys;
use crate::BatchRow;
use crate::key_hash::HashKey;
use crate::leave_out::LeftOut;
use crate::repeated_keys::SeenKeys;
use crate::row_notes::RowNotes;

#[derive(Debug)]
pub(crate) struct Scan {
    kind: &'static Kind,
    master: &'static Master,
    left_out: LeftOut,
    /// By strength.
    keys: Vec<SeenKeys>,
}

impl Scan {
    pub(crate) fn new(
        kind: &'static Kind,
        master: &'static Master,
        left_out: LeftOut,
        rows: usize,
        hash: HashKey,
    ) -> Self {
        let keys = master.keys.iter().map(|_| SeenKeys::with_capacity(hash, rows)).collect();
        Self { kind, master, left_out, keys }
    }

    pub(crate) fn scan(&mut self, rows: &[BatchRow]) {
        for (row, keys) in rows.iter().zip(RowKeys::of_all(self.master, rows)) {
            for (seen, key) in self.keys.iter_mut().zip(keys.keys) {
                if let Some(key) = key {
                    seen.note(&key, row.row);
                }
            }
        }
    }

    pub(crate) fn into_matching(self) -> Matching {
        let keys = self.keys.into_iter().map(SeenKeys::into_repeated).collect();
        Matching {
            kind: self.kind,
            master: self.master,
            left_out: self.left_out,
            rivals: Rivals::new(keys),
            notes: RowNotes::default(),
        }
    }
}

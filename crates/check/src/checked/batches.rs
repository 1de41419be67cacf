//! The clean rows of a check, cut into batches. Typed values are not kept: the rows of a batch are parsed again.

use lanegate_sheet::Sheet;
use lanegate_wire::{Batch, MAX_BATCH_BYTES, MAX_BATCH_ROWS, Row};

use super::{Checked, State};

impl Checked {
    /// The first rows (0-based) of the batches that the clean rows are cut into; see [`Checked::batch`].
    #[must_use]
    pub fn batch_starts(&self) -> Vec<u32> {
        let mut starts = Vec::new();
        let (mut rows, mut bytes) = (MAX_BATCH_ROWS, 0);
        for (at, _) in (0..).zip(&self.states).filter(|(_, state)| **state == State::Clean) {
            let size = self.sizes[at as usize] as usize;
            if rows == MAX_BATCH_ROWS || bytes + size > MAX_BATCH_BYTES {
                starts.push(at);
                // `{"rows":[` and `]}`.
                (rows, bytes) = (0, 16);
            }
            rows += 1;
            bytes += size;
        }
        starts
    }

    /// The clean rows from one row to before another, both 0-based.
    #[must_use]
    pub fn batch(&self, sheet: &Sheet, from: u32, before: u32) -> Batch {
        let clean = (from..before.min(self.states.len() as u32)).filter(|&at| self.states[at as usize] == State::Clean);
        let rows = clean.map(|at| {
            let mut row = self.typed_row(sheet, at);
            if let Some(&group) = self.fills.get(&at) {
                for &other in &self.groups[group as usize].rows[1..] {
                    row.fill_from(&self.typed_row(sheet, other));
                }
            }
            Row { row: at + 1, fields: row.to_fields(self.reading.kind) }
        });
        Batch { rows: rows.collect() }
    }
}

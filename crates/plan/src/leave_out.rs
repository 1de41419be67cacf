//! The rows that a person chose not to commit.

use lanegate_wire::{Fate, LeaveOut};

/// What is left out, prepared for looking rows up.
#[derive(Debug)]
pub(crate) struct LeftOut {
    fates: Vec<Fate>,
    /// Ascending.
    rows: Vec<u32>,
}

impl LeftOut {
    pub(crate) fn new(leave_out: &LeaveOut) -> Self {
        let mut rows = leave_out.rows.clone();
        rows.sort_unstable();
        Self { fates: leave_out.fates.clone(), rows }
    }

    /// Returns true if a row is left out by its number. Such rows don't count against others.
    pub(crate) fn has_row(&self, row: u32) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    /// Returns true if all rows of a fate are left out.
    pub(crate) fn has_fate(&self, fate: Fate) -> bool {
        self.fates.contains(&fate)
    }
}

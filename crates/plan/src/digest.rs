//! The plan's digest: a commit names the plan that a person saw.

use sha2::{Digest as _, Sha256};

use crate::Planned;

/// A digest over rows as they come.
#[derive(Debug, Default)]
pub(crate) struct PlanDigest(Sha256);

impl PlanDigest {
    /// Takes the next row in: its number, its fate, whether it is left out, its key, the stored values that it relies on, and whether the
    /// import of the record that it matches is retracted.
    pub(crate) fn add(&mut self, planned: &Planned) {
        let row = &planned.row;
        // Texts and options of texts: nothing in them can fail to serialize.
        let changes = serde_json::to_string(&row.changes).unwrap_or_default();
        let fate = row.fate.as_str();
        let text = format!(
            "{}\u{1f}{fate}\u{1f}{}\u{1f}{}\u{1f}{changes}\u{1f}{}\u{1e}",
            row.row, row.left_out, row.key, planned.retracted
        );
        self.0.update(text);
    }

    /// The digest, 64 lower-case hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        lanegate_wire::hex(&self.0.finalize())
    }
}

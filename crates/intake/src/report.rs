//! The whole result of a check as one object, for the command line.

use lanegate_wire::{Batch, ColumnMatch, Filter, Report};

use crate::CheckedFile;

impl CheckedFile {
    /// Everything that the check says; with `rows`, the clean typed rows as well. Grows with the file: the page asks by window instead.
    #[must_use]
    pub fn report(&self, rows: bool) -> Report {
        let (checked, kind) = (&self.checked, self.checked.kind());
        let all = || Batch { rows: (0..self.batches()).filter_map(|n| self.batch(n)).flat_map(|b| b.rows).collect() };
        Report {
            file: self.file.clone(),
            sheet: self.sheet.name().to_owned(),
            kind: kind.name.to_owned(),
            declaration: kind.declaration(),
            evidence: self.evidence.clone(),
            header_row: checked.mapping().header_row + 1,
            columns: checked.columns().into_iter().map(|file| ColumnMatch { samples: Vec::new(), ..file }).collect(),
            rows: checked.rows(),
            clean: checked.clean(),
            counts: checked.counts(),
            lookups: self.lookups(),
            answers: None,
            accepted: Vec::new(),
            findings: checked.findings(&self.sheet, 0, u32::MAX, &Filter::default()),
            batch: rows.then(all),
        }
    }
}

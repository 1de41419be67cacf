//! The clean rows of a checked file as an import: what opens it, and its batches.

use lanegate_wire::{Batch, OpenImport};
use uuid::Uuid;

use crate::CheckedFile;

impl CheckedFile {
    /// The request that opens an import of the clean rows. The id is the caller's, made once.
    #[must_use]
    pub fn open_import(&self, id: Uuid) -> OpenImport {
        let kind = self.checked.kind();
        OpenImport {
            id,
            kind: kind.name.to_owned(),
            declaration: kind.declaration(),
            file: self.file.clone(),
            sheet: self.sheet.name().to_owned(),
            rows: self.checked.clean(),
            batches: self.batches(),
            source_override: self.checked.source().map(Into::into),
            today: self.options.today,
            excluded: self.checked.excluded(),
        }
    }

    /// How many batches the clean rows make.
    #[must_use]
    pub fn batches(&self) -> u32 {
        self.starts.len() as u32
    }

    /// A batch by its number, from 0.
    #[must_use]
    pub fn batch(&self, number: u32) -> Option<Batch> {
        let from = *self.starts.get(number as usize)?;
        let before = self.starts.get(number as usize + 1).copied().unwrap_or(u32::MAX);
        Some(self.checked.batch(&self.sheet, from, before))
    }
}

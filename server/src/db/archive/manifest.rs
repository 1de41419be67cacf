//! What a backup says of itself.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The manifest's name in the file. It is written last, so that a file that was broken off has none.
pub(super) const NAME: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version that wrote it.
    pub lanegate: String,
    /// The migrations that its database had seen, with their digests.
    pub migrations: Vec<String>,
    /// Its tables, in the order in which they are read.
    pub tables: Vec<TableRows>,
}

/// A table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table, with its schema.
    pub table: String,
    /// How many.
    pub rows: u64,
    /// SHA-256 of their text.
    pub sha256: String,
}

impl Manifest {
    /// All rows together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Counts and digests a table's text as it passes.
#[derive(Default)]
pub(super) struct Tally {
    rows: u64,
    digest: Sha256,
}

impl Tally {
    pub(super) fn see(&mut self, text: &[u8]) {
        // A line break inside of a value is written as two characters.
        self.rows += text.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.digest.update(text);
    }

    pub(super) fn close(self, table: &str) -> TableRows {
        TableRows { table: table.to_owned(), rows: self.rows, sha256: lanegate_wire::hex(&self.digest.finalize()) }
    }
}

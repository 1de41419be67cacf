//! What it means to apply all suggestions of a group of findings, or the same change to the other cells of a column.

use serde::{Deserialize, Serialize};

/// The suggestions of a group of findings, counted, with the most frequent changes. Its size is bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedChanges {
    /// The finding code; empty for the same change to other cells.
    pub code: String,
    /// How many findings there are.
    pub findings: u32,
    /// How many of them have a suggestion: exactly one correction, which doesn't exclude that of another finding.
    pub suggested: u32,
    /// How many corrections apply them. A value that many cells contain is replaced once.
    pub corrections: u32,
    /// The most frequent changes, at most [`SuggestedChanges::MAX`].
    pub changes: Vec<SuggestedChange>,
    /// How many suggestions are none of these changes.
    pub unlisted: u32,
    /// The first rows with a finding that has no suggestion, as Excel numbers them, at most [`SuggestedChanges::MAX`].
    pub rows_without: Vec<u32>,
}

impl SuggestedChanges {
    /// The limit of the lists.
    pub const MAX: usize = 20;

    /// How many findings have no suggestion, or several that exclude each other.
    #[must_use]
    pub const fn without(&self) -> u32 {
        self.findings - self.suggested
    }
}

/// A change that one or more findings suggest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedChange {
    /// The template column's name, or the file's header; absent if the change is not about one column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value that changes, shortened if it is very long. For a correction of rows or columns, what it corrects: `row`.
    pub from: String,
    /// The new value, or what happens: `skipped`.
    pub to: String,
    /// How many findings suggest it.
    pub count: u32,
}

//! What a check says of a file: the object that `lanegate check --format json` prints.

use serde::{Deserialize, Serialize};

use crate::{AppliedAnswers, Batch, Counts, FileFacts, Finding, LookupSummary, SuggestedChanges};

/// How a file's column was matched to the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowMatched {
    /// By the column's own name, whatever its case and spacing.
    Exact,
    /// By one of its declared aliases.
    Alias,
    /// By a person's choice.
    Chosen,
    /// Not at all; the column is not imported.
    Ignored,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMatch {
    /// The header as the file has it.
    pub header: String,
    /// The column's letters in the file, `A`, `B` …
    pub letters: String,
    /// The template column; absent when not imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How it was matched.
    pub how: HowMatched,
    /// A template column that it may be. Never applied by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
    /// Its first different values, at most three, shortened. The command line's report goes without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<String>,
    /// The letters of the columns that it is made of; empty for a column that the file has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// It belongs to another table that stands beside the first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
}

/// A template column that a column of the file may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The template column's name.
    pub column: String,
    /// Why, in words: `"Meting Date" is one letter off "meeting_date"`.
    pub reason: String,
}

/// The whole result of a check. The command line prints it; the page asks for it piece by piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The file.
    pub file: FileFacts,
    /// The sheet that was read.
    pub sheet: String,
    /// The kind's name.
    pub kind: String,
    /// The version of the kind's declaration.
    pub declaration: String,
    /// Why it is that kind, in words; absent where a person chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The row that holds the headers, as Excel numbers it.
    pub header_row: u32,
    /// The file's columns, in their order.
    pub columns: Vec<ColumnMatch>,
    /// Rows below the header that hold anything.
    pub rows: u32,
    /// Rows that can be committed.
    pub clean: u32,
    /// Findings by severity.
    pub counts: Counts,
    /// The template columns whose IDs were looked up in a list, and what was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lookups: Vec<LookupSummary>,
    /// The answers of an earlier file that were applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<AppliedAnswers>,
    /// The suggestions that were applied, where this was asked for, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<SuggestedChanges>,
    /// The findings: those of the file first, then by row and column.
    pub findings: Vec<Finding>,
    /// The clean typed rows, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
}

/// Why a file could not be read at all, or what a person has to say before it can be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// A stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do next.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Unreadable {}

/// The object printed for an unreadable file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableReport {
    /// Why.
    pub error: Unreadable,
}

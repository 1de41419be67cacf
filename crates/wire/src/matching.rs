//! What a person can say of how a file's columns, values and dates are meant, and what one cell is: asked for when somebody looks.

use serde::{Deserialize, Serialize};

use crate::{DateOrder, Finding, LookupSummary};

/// How columns, list values and text dates of a checked file are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// The kind's columns, in their order.
    pub template: Vec<TemplateColumn>,
    /// The findings about columns that a person can settle: missing, doubled, suggested.
    pub findings: Vec<Finding>,
    /// Values that are none of their column's list, the most frequent first; at most 200.
    pub values: Vec<UnknownValue>,
    /// The date columns that hold dates as text of which the order is not written in them.
    pub dates: Vec<DateVerdict>,
    /// The template columns whose IDs are looked up in a list, and what was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lookups: Vec<LookupSummary>,
}

/// A column of the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateColumn {
    /// Its name.
    pub name: String,
    /// Every row needs it.
    pub required: bool,
    /// What it is for.
    pub help: String,
    /// What its cells are expected to hold, in words.
    pub expectation: String,
    /// The values of its list; empty for a column of another sort.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<String>,
    /// It holds IDs, which can be looked up in a list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ids: bool,
    /// Most of its cells are blank or aren't what it asks for, or the file lacks it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfilled: bool,
    /// All rows may have the same value: it has a list, or is a text.
    pub one_value: bool,
    /// The value that a person gave for blank cells, or for the whole column where the file lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_blanks: Option<String>,
    /// In how many rows a text that every row needs is blank. Blank words of a list are among the unknown values.
    #[serde(default)]
    pub blank: u32,
    /// The letters of the file's column that it is; absent where none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
}

/// A value that stands in a list column and is none of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownValue {
    /// The template column's name.
    pub column: String,
    /// What the cells hold; empty for blank cells.
    pub value: String,
    /// In how many rows.
    pub rows: u32,
    /// A value of the list that it may stand for. Never applied by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What a person has said that it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// A person skips its rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
}

/// How the text dates of a column are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateVerdict {
    /// The template column's name.
    pub column: String,
    /// The order in which they are read; absent where a person has to say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<DateOrder>,
    /// A person has said it.
    pub said: bool,
    /// The cell that proves it, in words: `B417 is 26/06/2026`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Two cells that contradict each other, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contradiction: Option<String>,
    /// How many dates have two readings.
    pub ambiguous: u32,
}

/// What one cell is, from the file to the database. Texts end after [`MAX_TEXT`](CellFacts::MAX_TEXT) characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellFacts {
    /// What Excel shows, as far as the file tells: a date as `2025-05-01`, whatever its format.
    pub shows: String,
    /// What the file stores, in words.
    pub stores: String,
    /// What counts in its place, where a correction says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// What will be committed; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commits: Option<String>,
    /// Why nothing will be, in words; empty where something is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_not: String,
}

impl CellFacts {
    /// As much as a workbook's cell can hold. No column takes as much, so that what could be committed is all there. In characters.
    pub const MAX_TEXT: usize = 32_767;
}

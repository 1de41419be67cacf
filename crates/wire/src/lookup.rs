//! IDs that are looked up in a second file, a list with IDs next to names, addresses, or domains.

use serde::{Deserialize, Serialize};

/// A list, and the two of its columns that are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ListColumns {
    /// The list's file name, without folders.
    pub file: String,
    /// The list's digest; absent: any list with this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The column that is compared, by its name in [`ListView`].
    pub matching: String,
    /// The column with the IDs, in the same way.
    pub ids: String,
}

/// A list as a person sees it before they choose its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// The list's file name, without folders.
    pub file: String,
    /// Its digest.
    pub sha256: String,
    /// The sheet that was read.
    pub sheet: String,
    /// The number of rows below the header.
    pub rows: u32,
    /// Its columns, from left to right.
    pub columns: Vec<ListColumn>,
    /// The columns that seem to belong together; absent where no value of the file is in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<LookupColumns>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListColumn {
    /// Its header; with its letters if another column has the same header, and its letters alone without a header.
    pub name: String,
    /// Its first different values, at most three, shortened.
    pub samples: Vec<String>,
    /// At least half of its values are IDs.
    pub ids: bool,
}

/// The columns of a lookup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupColumns {
    /// The file's column, by its letters.
    pub part: String,
    /// The list's column that is compared, by its name.
    pub matching: String,
    /// The list's column with the IDs, by its name.
    pub ids: String,
}

/// What a lookup gives, counted in rows of the file. Skipped rows and rows that aren't data don't count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupSummary {
    /// The template column's name.
    pub column: String,
    /// The letters of the column that was added; empty before the lookup is applied.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub letters: String,
    /// The letters of the file's columns whose values are looked up.
    pub parts: Vec<String>,
    /// The letters of the file's column whose valid IDs stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// The list and its columns.
    pub list: ListColumns,
    /// The list isn't available, so that nothing was looked up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// Rows whose ID was found.
    pub found: u32,
    /// Rows that had a valid ID already, which stays.
    pub kept: u32,
    /// Rows whose value isn't in the list.
    pub not_found: u32,
    /// Rows whose value has several IDs in the list, or for which the list has only a similar value.
    pub ambiguous: u32,
    /// Rows without a value to look up.
    pub blank: u32,
    /// The first different values that weren't found, at most five, shortened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values_not_found: Vec<String>,
    /// The first different ambiguous values, at most five, shortened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values_ambiguous: Vec<String>,
    /// Rows of the list that have a value, but no valid ID.
    #[serde(default)]
    pub list_rows_without_id: u32,
}

impl LookupSummary {
    /// The largest number of values that are named.
    pub const VALUES: usize = 5;
}

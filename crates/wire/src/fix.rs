//! Corrections: what a person has said about a file, beside what stands in it. The file itself is never changed.

use serde::{Deserialize, Serialize};

use crate::DateOrder;

/// One correction. Later ones win over earlier ones of the same place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "fix", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fix {
    /// A cell counts as if this text were typed in it; an empty text blanks it.
    SetCell {
        /// The cell as Excel names it, `B417`.
        cell: String,
        /// What counts in its place.
        value: String,
    },
    /// Every cell of a column that holds one value counts as another one.
    MapValue {
        /// The template column's name.
        column: String,
        /// What the cells hold; case and spacing don't matter. Empty: blank cells.
        from: String,
        /// What counts in its place.
        to: String,
    },
    /// A column of the file is a column of the template, or none.
    MapColumn {
        /// The file's column as Excel names it, `C`.
        letters: String,
        /// The template column's name; absent: the column is not imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column: Option<String>,
    },
    /// The order of a column's text dates.
    DateOrder {
        /// The template column's name.
        column: String,
        /// The order.
        order: DateOrder,
    },
    /// A row is not imported.
    LeaveOut {
        /// The row as Excel numbers it.
        row: u32,
    },
    /// A row that was left out is imported after all.
    TakeIn {
        /// The row as Excel numbers it.
        row: u32,
    },
}

/// Corrections as they are kept in a file, for `lanegate check --fix`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The digest of the file that they were made for; where it is given, they are refused for another file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The corrections, in the order in which they were made.
    pub fixes: Vec<Fix>,
}

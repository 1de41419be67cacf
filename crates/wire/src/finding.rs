//! A remark about the file: what is wrong or worth knowing, where, and what to do about it.

use serde::{Deserialize, Serialize};

use crate::Fix;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be committed as it is.
    Error,
    /// The row can be committed; somebody should look first.
    Warning,
    /// Told, nothing to do.
    Info,
}

impl Severity {
    /// The severity's name in JSON and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One remark, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// A stable code, declared once in `check`; `lanegate explain CODE` tells more.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The sheet's name, where the finding is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell as Excel names it, `B417`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The row as Excel numbers it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The template column's name, or the file's header where no template column matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The cell's text, with corrections applied, shortened when very long. Absent where the cell is blank or no cell is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong or worth knowing, and what was expected, in words a sales assistant understands.
    pub message: String,
    /// How to fix it; empty when there is nothing to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Corrections of which each would settle it, the likeliest first; none where only a person can know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
}

/// Findings counted by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Findings that block.
    pub error: u32,
    /// Findings that ask.
    pub warning: u32,
    /// Findings that tell.
    pub info: u32,
}

impl Counts {
    /// Counts one more finding of a severity.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

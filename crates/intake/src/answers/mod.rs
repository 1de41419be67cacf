//! Answers about a file that count for the next one with the same headers, too: which column is which, which are combined, what the
//! words of a list stand for, in which list IDs are looked up, one value for all rows, which rows are skipped, and how dates are read.
//!
//! The page keeps them in the browser under the file's headers, the command line in a file. They name columns by their headers. Of the
//! cells, they contain only such words and values.

mod apply;
mod remember;
mod words;

use lanegate_wire::{ColumnChoice, Combining, DateOrder, ListColumns};
use serde::{Deserialize, Serialize};

/// The answers for files with the same headers, as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The name of the file for which they were given. The first version kept only the choices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The kind, if a person said which one it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    choices: Vec<Choice>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// A column of the file is a column of the template, or none.
    Column {
        /// The file column's header.
        header: String,
        /// The template column's name.
        column: Option<String>,
    },
    /// Headers that are shifted against their values. Columns are named by letters, since one of them has no header; the order of the
    /// headers is the same.
    Columns {
        /// The columns.
        columns: Vec<ColumnChoice>,
    },
    /// A column of the template is made of columns of the file.
    Combine {
        /// The template column's name.
        column: String,
        /// The headers of the file's columns.
        headers: Vec<String>,
        /// How their values become one.
        how: Combining,
    },
    /// The IDs of a column of the template are looked up in a list.
    Lookup {
        /// The template column's name.
        column: String,
        /// The headers of the file's columns whose values are looked up.
        headers: Vec<String>,
        /// The header of the file's column whose IDs stay.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keep: Option<String>,
        /// The list, without its digest: the next file is compared with the list as it is then.
        list: ListColumns,
    },
    /// Rows with a value in a column are skipped.
    Skip {
        /// The file column's header.
        header: String,
        /// The value; empty for blank cells.
        value: String,
    },
    /// A word in a column of the template stands for a value.
    Value {
        /// The template column's name.
        column: String,
        /// The word; empty for blank cells.
        from: String,
        /// What counts in its place.
        to: String,
    },
    /// The order of a column's text dates.
    Order {
        /// The template column's name.
        column: String,
        /// The order.
        order: DateOrder,
    },
    /// Dates of one form are read as suggested, such as `12 Mar 2025`.
    Suggested {
        /// The code of the findings.
        code: String,
        /// The template column's name.
        column: String,
    },
    /// Rows that are no data are skipped.
    NonData {},
}

impl Answers {
    /// Answers that the first version kept.
    #[must_use]
    pub const fn of_choices(choices: Vec<Choice>) -> Self {
        Self { file: None, kind: None, choices }
    }

    /// The kind, if a person said which one it is.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}

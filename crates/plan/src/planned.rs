//! One row of a plan.

use lanegate_check::{Kind, TypedRow};
use lanegate_wire::{Change, PlanRow};

/// What a commit would do with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The row as a person sees it.
    pub row: PlanRow,
    /// The blanks of a new fact that later rows of the import fill.
    pub fills: Vec<Fill>,
    /// The record that the row matches came with an import that is retracted.
    pub retracted: bool,
}

/// A blank that another row fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// The column, by its place in [`lanegate_check::Kind::columns`].
    pub column: usize,
    /// The number of the row whose value is stored.
    pub row: u32,
}

/// A column in which a row and a stored record differ.
pub(crate) fn change(kind: &Kind, column: usize, file: &TypedRow<'_>, stored: &TypedRow<'_>) -> Change {
    Change { column: kind.columns[column].name.to_owned(), stored: stored.text(column), file: file.text(column) }
}

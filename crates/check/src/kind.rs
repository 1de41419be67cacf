//! A kind of file as declared data: its columns, its rules, what makes two rows the same.

use lanegate_wire::Lane;

use crate::{Code, Column, Identity, TypedRow, ValueType};

/// A kind: an import template of one lane.
#[derive(Debug)]
pub struct Kind {
    /// Its stable name.
    pub name: &'static str,
    /// Its lane.
    pub lane: Lane,
    /// The table that stores its rows, in the lane's schema.
    pub table: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What one row of it is, for people: "meeting", "partner".
    pub row_title: &'static str,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// What programs call one row of it, as they write it before a header: `Person - Name`, `Activity - Type`.
    pub objects: &'static [&'static str],
    /// Headers of columns that aren't imported, but that files of this kind often have.
    pub signs: &'static [&'static str],
    /// Its columns, in the template's order.
    pub columns: &'static [Column],
    /// Rules over several columns of a row.
    pub row_rules: &'static [RowRule],
    /// The column that a source override replaces, where the kind takes one.
    pub source_column: Option<usize>,
    /// The column whose id names something stored, which a copy of those ids can be asked about.
    pub reference_column: Option<usize>,
    /// What makes two rows the same.
    pub identity: Identity,
}

/// A rule over several columns of one row.
#[derive(Debug)]
pub struct RowRule {
    /// The code of its finding.
    pub code: &'static Code,
    /// The columns it looks at, by their places in [`Kind::columns`]. It is not asked where a cell of these has an error.
    pub reads: &'static [usize],
    /// The finding, where the rule does not hold.
    pub check: fn(&TypedRow<'_>) -> Option<RowNote>,
}

/// What a row rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowNote {
    /// The column it is about, by its place in [`Kind::columns`].
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Kind {
    /// The place of a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The place of the column with a name, if it holds IDs.
    #[must_use]
    pub fn id_column(&self, name: &str) -> Option<usize> {
        self.column(name).filter(|place| matches!(self.columns[*place].value, ValueType::Uuid))
    }

    /// The columns that its template has.
    pub fn template_columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.in_template)
    }
}

//! One row's typed values, by the place of their column in the kind.

use lanegate_wire::Fields;

use crate::{Kind, RowNote, RowRule, Typed};

/// One row. A blank cell and a cell with an error are both absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypedRow<'a> {
    values: Vec<Option<Typed<'a>>>,
    wrong: Vec<bool>,
}

impl<'a> TypedRow<'a> {
    pub(crate) fn with_columns(columns: usize) -> Self {
        Self { values: vec![None; columns], wrong: vec![false; columns] }
    }

    pub(crate) fn clear(&mut self) {
        self.values.fill(None);
        self.wrong.fill(false);
    }

    pub(crate) fn set(&mut self, column: usize, value: Option<Typed<'a>>) {
        self.values[column] = value;
    }

    /// Notes that a column's cell holds something, but nothing that can be read.
    pub(crate) fn set_wrong(&mut self, column: usize) {
        self.wrong[column] = true;
    }

    /// Whether a column's cell holds something that can't be read.
    pub(crate) fn is_wrong(&self, column: usize) -> bool {
        self.wrong.get(column).copied().unwrap_or_default()
    }

    /// What a row rule finds, where the cells that it reads are readable.
    pub(crate) fn judge(&self, rule: &RowRule) -> Option<RowNote> {
        if rule.reads.iter().any(|&column| self.wrong[column]) {
            return None;
        }
        (rule.check)(self)
    }

    /// The number of columns.
    pub(crate) fn columns(&self) -> usize {
        self.values.len()
    }

    /// The value of a column.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&Typed<'a>> {
        self.values.get(column)?.as_ref()
    }

    /// The value of a column as text; `None` when blank or a number.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<String> {
        self.get(column).map(Typed::to_text)
    }

    /// Takes over what another row states in a column, if this one is blank there.
    pub fn fill_column_from(&mut self, column: usize, other: &Self) {
        if self.get(column).is_none() {
            self.set(column, other.get(column).cloned());
        }
    }

    /// Takes over what another row states where this one is blank.
    pub fn fill_from(&mut self, other: &Self) {
        for (mine, theirs) in self.values.iter_mut().zip(&other.values) {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
    }

    /// The row with its own texts.
    #[must_use]
    pub fn into_owned(self) -> TypedRow<'static> {
        TypedRow {
            values: self.values.into_iter().map(|value| value.map(Typed::into_owned)).collect(),
            wrong: self.wrong,
        }
    }

    /// The row's fields for a batch.
    #[must_use]
    pub fn to_fields(&self, kind: &Kind) -> Fields {
        // Not collected: that would sort the fields first.
        let mut fields = Fields::new();
        for (column, value) in kind.columns.iter().zip(&self.values) {
            fields.extend(value.as_ref().map(|value| (column.name.to_owned(), value.to_value())));
        }
        fields
    }
}

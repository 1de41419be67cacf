//! Columns of an annotated copy that were combined from others before the copy was written.

use lanegate_sheet::Sheet;
use lanegate_wire::Combining;

use super::Combination;
use crate::Kind;

/// Such a column. What can't be seen in its cells is told again for those that are still what their parts give together.
#[derive(Debug, Clone)]
pub struct CombinedBefore {
    /// The copy's column, from 0.
    pub at: u32,
    /// The template column's name.
    pub column: String,
    /// The copy's columns that it is made of, from 0.
    pub parts: Vec<u32>,
    /// How their values became one.
    pub how: Combining,
}

impl CombinedBefore {
    /// How its cells were made; `None` if the kind has no such column.
    pub(crate) fn combination(&self, kind: &Kind, sheet: &Sheet, header_row: u32) -> Option<Combination> {
        let value = kind.columns[kind.column(&self.column)?].value;
        Some(Combination::new(value, sheet, header_row, &self.parts, self.how))
    }
}

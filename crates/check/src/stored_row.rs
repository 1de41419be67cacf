//! A row that stands in a database already, read by the parsers that the rows of a file pass. What nobody checked before it
//! was stored may be in any form; this says which form the check would have stored, and which keys follow from it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lanegate_sheet::Cell;
use lanegate_wire::Severity;

use crate::{Context, Kind, TypedRow, parse};

/// What the check makes of a row that stands in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// The form in which the check stores each value that it can read, by column; empty for a blank.
    pub forms: BTreeMap<&'static str, String>,
    /// The row's keys, from those values.
    pub keys: BTreeMap<&'static str, String>,
    /// The columns whose values the check would refuse.
    pub refused: Vec<&'static str>,
}

/// Reads some columns of a stored row. Columns that the kind does not have are passed over.
#[must_use]
pub fn stored_row(kind: &Kind, values: &[(&str, &str)], today: NaiveDate) -> StoredRow {
    let context = Context::on(today);
    let mut read = StoredRow { forms: BTreeMap::new(), keys: BTreeMap::new(), refused: Vec::new() };
    let mut typed = TypedRow::with_columns(kind.columns.len());
    for (place, column) in kind.columns.iter().enumerate() {
        let Some((_, text)) = values.iter().find(|(name, _)| *name == column.name) else { continue };
        let mut notes = Vec::new();
        let value = if text.trim().is_empty() { None } else { parse(column, Cell::Text(text), &context, &mut notes) };
        if notes.iter().any(|note| note.code.severity == Severity::Error) {
            read.refused.push(column.name);
            continue;
        }
        read.forms.insert(column.name, value.as_ref().map(crate::Typed::to_text).unwrap_or_default());
        typed.set(place, value);
    }
    read.keys = kind.identity.stored_keys(&typed).into_iter().collect();
    read
}

//! Rows that the check has passed before, read back from a batch or from a table without checking them again.

use std::borrow::Cow;

use lanegate_wire::{Fields, Value, parse_day};
use uuid::Uuid;

use crate::{Kind, Typed, TypedRow, ValueType};

impl<'a> TypedRow<'a> {
    /// Reads the fields of a row of a batch. A value that is not in its column's form becomes a text, so that nothing is lost.
    #[must_use]
    pub fn of_fields(kind: &Kind, fields: &'a Fields) -> Self {
        let mut row = Self::with_columns(kind.columns.len());
        for (place, column) in kind.columns.iter().enumerate() {
            row.set(
                place,
                fields.get(column.name).map(|value| match value {
                    Value::Whole(number) => Typed::Whole(*number),
                    Value::Text(text) => typed(&column.value, Cow::Borrowed(text)),
                }),
            );
        }
        row
    }
}

impl TypedRow<'static> {
    /// A row without a value.
    #[must_use]
    pub fn blank(kind: &Kind) -> Self {
        Self::with_columns(kind.columns.len())
    }

    /// Reads a text of a batch's row, as [`Self::of_fields`] does.
    pub fn read(&mut self, kind: &Kind, place: usize, text: &str) {
        self.set(place, Some(typed(&kind.columns[place].value, Cow::Borrowed(text)).into_owned()));
    }

    /// Takes over a number of a batch's row.
    pub fn put_number(&mut self, place: usize, number: i64) {
        self.set(place, Some(Typed::Whole(number)));
    }

    /// Reads values of a stored record, given with the places of their columns. An empty text is a blank; a value that the check
    /// would refuse becomes a text, which equals no other.
    #[must_use]
    pub fn of_stored(kind: &Kind, values: impl IntoIterator<Item = (usize, String)>) -> Self {
        let mut row = Self::with_columns(kind.columns.len());
        for (place, text) in values {
            if let Some(column) = kind.columns.get(place).filter(|_| !text.is_empty()) {
                row.set(place, Some(typed(&column.value, Cow::Owned(text))));
            }
        }
        row
    }
}

fn typed<'a>(value: &ValueType, text: Cow<'a, str>) -> Typed<'a> {
    let read = match value {
        ValueType::Uuid => Uuid::try_parse(&text).ok().map(Typed::Uuid),
        ValueType::PastDate => parse_day(&text).map(Typed::Date),
        ValueType::List(values) => {
            values.iter().find(|item| item.name == text.as_ref()).map(|item| Typed::Item(item.name))
        }
        ValueType::Ordinal => text.parse().ok().map(Typed::Whole),
        ValueType::Text { .. } | ValueType::Email | ValueType::LinkedIn => None,
    };
    read.unwrap_or(Typed::Text(text))
}

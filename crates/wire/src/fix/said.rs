//! How a correction is read: all fields that any has, then those that its sort has. What serde derives for an enum like [`Fix`] keeps
//! whatever comes as values of any kind and reads each sort out of them, which is ten times as much program.

use serde::{Deserialize, Deserializer};

use super::{ColumnChoice, Combining, Fix};
use crate::{DateOrder, ListColumns};

/// What may be said of a correction.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    fix: Sort,
    #[serde(default, deserialize_with = "given")]
    cell: Option<String>,
    #[serde(default, deserialize_with = "given")]
    value: Option<String>,
    /// Absent, or `null`, or a name.
    #[serde(default, deserialize_with = "given")]
    column: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    columns: Option<Vec<ColumnChoice>>,
    #[serde(default, deserialize_with = "given")]
    from: Option<String>,
    #[serde(default, deserialize_with = "given")]
    to: Option<String>,
    #[serde(default, deserialize_with = "given")]
    letters: Option<String>,
    #[serde(default, deserialize_with = "given")]
    parts: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    how: Option<Combining>,
    /// Absent, or `null`, or letters.
    #[serde(default, deserialize_with = "given")]
    keep: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    list: Option<ListColumns>,
    #[serde(default, deserialize_with = "given")]
    order: Option<DateOrder>,
    #[serde(default, deserialize_with = "given")]
    swapped: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    row: Option<u32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    SetCell,
    MapValue,
    MapColumn,
    MapColumns,
    Combine,
    Lookup,
    DateOrder,
    DateCells,
    LeaveOut,
    LeaveOutWhere,
    LeaveOutNonData,
    TakeIn,
}

/// A field that is there; `null` is no text and no number.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl TryFrom<Said> for Fix {
    type Error = String;

    fn try_from(mut said: Said) -> Result<Self, String> {
        let fix = match said.fix {
            Sort::SetCell => {
                Self::SetCell { cell: take(&mut said.cell, "cell")?, value: take(&mut said.value, "value")? }
            }
            Sort::MapValue => Self::MapValue {
                column: name(&mut said.column)?,
                from: take(&mut said.from, "from")?,
                to: take(&mut said.to, "to")?,
            },
            Sort::MapColumn => {
                Self::MapColumn { letters: take(&mut said.letters, "letters")?, column: said.column.take().flatten() }
            }
            Sort::MapColumns => Self::MapColumns { columns: take(&mut said.columns, "columns")? },
            Sort::Combine => Self::Combine {
                column: name(&mut said.column)?,
                parts: take(&mut said.parts, "parts")?,
                how: take(&mut said.how, "how")?,
            },
            Sort::Lookup => Self::Lookup {
                column: name(&mut said.column)?,
                parts: take(&mut said.parts, "parts")?,
                keep: said.keep.take().flatten(),
                list: take(&mut said.list, "list")?,
            },
            Sort::DateOrder => {
                Self::DateOrder { column: name(&mut said.column)?, order: take(&mut said.order, "order")? }
            }
            Sort::DateCells => {
                Self::DateCells { column: name(&mut said.column)?, swapped: take(&mut said.swapped, "swapped")? }
            }
            Sort::LeaveOut => Self::LeaveOut { row: take(&mut said.row, "row")? },
            Sort::LeaveOutWhere => Self::LeaveOutWhere {
                letters: take(&mut said.letters, "letters")?,
                value: take(&mut said.value, "value")?,
            },
            Sort::LeaveOutNonData => Self::LeaveOutNonData {},
            Sort::TakeIn => Self::TakeIn { row: take(&mut said.row, "row")? },
        };
        said.left().map_or(Ok(fix), |field| Err(format!("unknown field `{field}`")))
    }
}

impl Said {
    /// A field that was said and not taken.
    fn left(&self) -> Option<&'static str> {
        let texts = [("cell", &self.cell), ("value", &self.value), ("from", &self.from), ("to", &self.to)];
        let text = texts.into_iter().chain([("letters", &self.letters)]).find(|(_, text)| text.is_some());
        let others = [
            ("column", self.column.is_some()),
            ("columns", self.columns.is_some()),
            ("parts", self.parts.is_some()),
            ("how", self.how.is_some()),
            ("keep", self.keep.is_some()),
            ("list", self.list.is_some()),
            ("order", self.order.is_some()),
            ("swapped", self.swapped.is_some()),
            ("row", self.row.is_some()),
        ];
        text.map(|(name, _)| name).or_else(|| others.into_iter().find(|(_, said)| *said).map(|(name, _)| name))
    }
}

fn take<T>(field: &mut Option<T>, name: &str) -> Result<T, String> {
    field.take().ok_or_else(|| format!("missing field `{name}`"))
}

fn name(column: &mut Option<Option<String>>) -> Result<String, String> {
    take(&mut column.take().flatten(), "column")
}

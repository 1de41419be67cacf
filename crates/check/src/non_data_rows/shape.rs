//! What a row of a sheet looks like beside the columns that are imported.

use lanegate_sheet::{Cell, Sheet, TextId};

use crate::header_names::Names;
use crate::looks::{is_number, looks_like};
use crate::{Column, Kind, Mapping, Required, ValueType};

/// Cells of a row looked at. A row that holds more is none of those that are looked for.
pub(crate) const WIDEST: u32 = 256;

/// A sheet beside a kind.
pub(super) struct Shape<'a> {
    pub kind: &'static Kind,
    pub sheet: &'a Sheet,
    pub mapping: &'a Mapping,
    pub names: Names,
}

/// What a cell holds, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Words,
    Id,
    Date,
    Number,
}

impl<'a> Shape<'a> {
    /// The rows below the headers that hold anything.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        let below = self.mapping.header_row.saturating_add(1)..self.sheet.row_count();
        below.filter(|&row| !self.sheet.is_row_blank(row))
    }

    /// The rows in which a column of the file holds one of these texts, which ascend.
    pub fn rows_that_hold<'b>(&'b self, texts: &'b [TextId]) -> impl Iterator<Item = u32> + use<'a, 'b> {
        let holds = |row: u32| {
            let mut columns = self.mapping.columns.iter().take(WIDEST as usize);
            columns.any(|file| self.sheet.text_id(row, file.at).is_some_and(|id| texts.binary_search(&id).is_ok()))
        };
        let rows = if texts.is_empty() { None } else { Some(self.rows()) };
        rows.into_iter().flatten().filter(move |&row| holds(row))
    }

    /// The template column that a column of the sheet is.
    pub fn column(&self, at: u32) -> Option<&'static Column> {
        self.mapping.places.iter().position(|place| *place == Some(at)).map(|place| &self.kind.columns[place])
    }

    /// The row's cells that hold anything, with their columns.
    pub fn cells(&self, row: u32) -> impl Iterator<Item = (u32, Cell<'a>)> {
        let sheet = self.sheet;
        (0..sheet.own_columns().min(WIDEST))
            .map(move |at| (at, sheet.cell(row, at)))
            .filter(|(_, cell)| !cell.is_blank())
    }

    /// Whether the row holds nothing in any column that is imported.
    pub fn is_empty(&self, row: u32) -> bool {
        self.mapping.places.iter().flatten().all(|&at| self.sheet.cell(row, at).is_blank())
    }

    /// How many columns that every row needs are imported and hold nothing fitting here.
    pub fn missing(&self, row: u32) -> usize {
        self.needed().filter(|&(value, at)| !looks_like(value, self.sheet.cell(row, at))).count()
    }

    /// Whether no column that every row needs holds what it should. `None` where too few of them tell by their looks.
    pub fn fits_nowhere(&self, row: u32) -> Option<bool> {
        let telling: Vec<_> = self.needed().filter(|(value, _)| !matches!(value, ValueType::Text { .. })).collect();
        let fits = telling.iter().any(|&(value, at)| looks_like(value, self.sheet.cell(row, at)));
        (telling.len() >= 2).then_some(!fits)
    }

    /// The columns that every row needs and that are imported, each with what it holds.
    pub fn needed(&self) -> impl Iterator<Item = (&ValueType, u32)> {
        let columns = self.kind.columns.iter().zip(&self.mapping.places);
        columns
            .filter(|(column, _)| column.required == Required::Always)
            .filter_map(|(column, at)| Some((&column.value, (*at)?)))
    }

    /// Whether a cell is a value of the column that it stands in, where that tells by its looks.
    pub fn is_value(&self, at: u32, cell: Cell<'_>) -> bool {
        let columns = self.kind.columns.iter().zip(&self.mapping.places);
        columns
            .filter(|(column, place)| **place == Some(at) && !matches!(column.value, ValueType::Text { .. }))
            .any(|(column, _)| looks_like(&column.value, cell))
    }

    /// What stands in a cell, roughly.
    pub fn class(&self, row: u32, at: u32) -> Class {
        let cell = self.sheet.cell(row, at);
        if cell.is_blank() {
            Class::Blank
        } else if looks_like(&ValueType::Uuid, cell) {
            Class::Id
        } else if looks_like(&ValueType::PastDate, cell) {
            Class::Date
        } else if is_number(cell) {
            Class::Number
        } else {
            Class::Words
        }
    }
}

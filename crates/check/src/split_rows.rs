//! Rows of a text file that a separator inside an unquoted value cuts without leaving a value beyond the header: the row's last fields were
//! blank, or the file leaves them out. Signs are a blank at the start of a field, as prose has one after a comma, and the other rows' values.

use std::collections::BTreeMap;

use lanegate_sheet::{Cell, Sheet};

use crate::looks::looks_like;
use crate::{Kind, Mapping, ValueType};

/// If more than one field in this many begins with a blank, the author of the column writes it so.
const FEW: usize = 4;
/// Rows whose values are compared.
const LOOKED_AT: u32 = 200;

/// Finds rows of a text file that a separator cuts.
pub(crate) struct SplitRows<'a> {
    kind: &'a Kind,
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    fields: u32,
    /// All rows seem to be cut, so that none can be compared with.
    all: bool,
    /// Texts of the first rows of each column, each with the number of rows that have it.
    texts: Vec<BTreeMap<&'a str, u32>>,
}

impl<'a> SplitRows<'a> {
    pub fn new(kind: &'a Kind, sheet: &'a Sheet, mapping: &'a Mapping, fields: u32, all: bool) -> Self {
        Self { kind, sheet, mapping, fields, all, texts: Vec::new() }
    }

    /// The rows with a blank at the start of a field in a column where few have one, each with the first such column; in any column where
    /// all rows seem to be cut.
    pub fn spaced(&self) -> BTreeMap<u32, u32> {
        let rows = self.mapping.header_row.saturating_add(1)..self.sheet.row_count();
        let few = if self.all { rows.len() } else { (rows.len() / FEW).max(1) };
        let mut found = BTreeMap::new();
        for at in 1..self.fields {
            let spaced: Vec<u32> = rows.clone().filter(|&row| is_spaced(self.sheet.cell(row, at))).collect();
            if spaced.len() <= few {
                spaced.into_iter().filter(|&row| self.has_other(row)).for_each(|row| {
                    found.entry(row).or_insert(at);
                });
            }
        }
        found
    }

    /// The rows of data if in one column all of their values begin with a blank, and none in the others, nor any header. Then a
    /// separator may cut all rows alike. Rows with a value there, or to the right, that is of its column's type aren't cut.
    pub fn spaced_alike(&self, is_data: impl Fn(u32) -> bool) -> Vec<u32> {
        let header = self.mapping.header_row;
        if (1..self.fields).any(|at| is_spaced(self.sheet.cell(header, at))) {
            return Vec::new();
        }
        let rows: Vec<u32> = (header.saturating_add(1)..self.sheet.row_count()).filter(|&row| is_data(row)).collect();
        let spaced_in = |at: u32| rows.iter().filter(|&&row| is_spaced(self.sheet.cell(row, at))).count();
        let mut spaced = (1..self.fields).map(|at| (at, spaced_in(at))).filter(|(_, count)| *count > 0);
        match (spaced.next(), spaced.next()) {
            (Some((at, count)), None) if count == rows.len() && count > 1 => {
                rows.into_iter().filter(|&row| !(at..self.fields).any(|at| self.is_typed(row, at))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns true if a value is of its column's type, or one that the column recommends.
    fn is_typed(&self, row: u32, at: u32) -> bool {
        let place = self.mapping.places.iter().position(|place| *place == Some(at));
        let value = place.map(|place| &self.kind.columns[place].value);
        let value = value.filter(|value| !matches!(value, ValueType::Text { usual: [], .. } | ValueType::Ordinal));
        value.is_some_and(|value| looks_like(value, self.sheet.cell(row, at)))
    }

    /// Returns `Some(true)` if the values from a column on belong to the headers one column to their left. The first value that fits
    /// either header decides; `None` if none does.
    pub fn sign(&mut self, row: u32, column: u32) -> Option<bool> {
        self.read_texts();
        (column..self.fields).find_map(|at| self.tell(row, at))
    }

    /// Returns true if the last value that fits a header belongs to the one to its left.
    pub fn ends_shifted(&mut self, row: u32) -> bool {
        self.read_texts();
        (1..self.fields).rev().find_map(|at| self.tell(row, at)) == Some(true)
    }

    /// Returns true if a field after the row's first one begins without a blank: then its author doesn't write one after every separator.
    fn has_other(&self, row: u32) -> bool {
        (1..self.fields).map(|at| self.sheet.cell(row, at)).any(|cell| !cell.is_blank() && !is_spaced(cell))
    }

    /// Returns `Some(true)` if a header fits the value to the right of its own, and not its own; `None` if neither fits.
    fn tell(&self, row: u32, at: u32) -> Option<bool> {
        if self.fits(row, at, at) {
            return Some(false);
        }
        self.fits(row, at + 1, at).then_some(true)
    }

    /// Returns true if the value in a column is of the type of another one, or other rows have the same there.
    fn fits(&self, row: u32, from: u32, of: u32) -> bool {
        let cell = self.sheet.cell(row, from);
        let place = self.mapping.places.iter().position(|place| *place == Some(of));
        let value = place.map(|place| &self.kind.columns[place].value);
        if let Some(value) = value.filter(|value| !matches!(value, ValueType::Text { .. } | ValueType::Ordinal)) {
            return looks_like(value, cell);
        }
        let Cell::Text(text) = cell else { return false };
        let is_own = row - self.mapping.header_row <= LOOKED_AT && self.text(row, of) == Some(text.trim());
        let rows = self.texts[of as usize].get(text.trim()).copied().unwrap_or(0);
        rows > u32::from(is_own)
    }

    fn text(&self, row: u32, at: u32) -> Option<&'a str> {
        match self.sheet.cell(row, at) {
            Cell::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    fn read_texts(&mut self) {
        if !self.texts.is_empty() {
            return;
        }
        let first = self.mapping.header_row.saturating_add(1);
        let rows = first..if self.all { first } else { self.sheet.row_count().min(first + LOOKED_AT) };
        let column = |at| {
            let mut texts = BTreeMap::new();
            rows.clone().filter_map(|row| self.text(row, at)).for_each(|text| *texts.entry(text).or_default() += 1);
            texts
        };
        self.texts = (0..self.fields).map(column).collect();
    }
}

fn is_spaced(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.starts_with(' ') && !text.trim().is_empty())
}

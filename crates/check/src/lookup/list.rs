//! A list with IDs next to names, e-mail addresses, or domains: its columns, and which of them have IDs.

use lanegate_sheet::{Cell, Sheet, column_letters};
use lanegate_wire::{ListColumn, ListColumns};
use uuid::Uuid;

use super::keys::Comparison;
use crate::headers::samples;
use crate::parse::{cell_text, is_placeholder, read_uuid};
use crate::text::collapsed;
use crate::{Column, header_key};

/// Values of a column looked at to see what it has.
const LOOKED_AT: usize = 200;
/// Rows in which the first ID is looked for.
const HEADER_ROWS: u32 = 1_000;
/// Rows in which these values are looked for. A sheet may have many columns that are blank to its end.
const SEARCHED_ROWS: u32 = 5_000;
/// Columns that are offered; a sheet with more is no list of people's.
const MAX_COLUMNS: usize = 200;

/// An opened list.
#[derive(Debug)]
pub struct LookupList {
    file: String,
    sha256: String,
    pub(super) sheet: Sheet,
    pub(super) header_row: u32,
    pub(super) columns: Vec<ListedColumn>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedColumn {
    pub at: u32,
    pub name: String,
    header: String,
    samples: Vec<String>,
    /// At least half of the values are IDs.
    pub ids: bool,
}

/// A sheet that can't be a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoList {
    /// No column has IDs.
    WithoutIds,
    /// The first row has IDs already.
    WithoutHeader,
}

impl LookupList {
    /// Takes a sheet as a list.
    ///
    /// # Errors
    /// If the sheet has no column of IDs below a header row.
    pub fn new(file: &str, sha256: &str, sheet: Sheet) -> Result<Self, NoList> {
        let header_row = header_row(&sheet)?;
        let mut columns: Vec<ListedColumn> = Vec::new();
        for at in 0..sheet.column_count() {
            let header = collapsed(&cell_text(sheet.cell(header_row, at), sheet.date_system())).into_owned();
            let samples = samples(&sheet, header_row, at);
            if columns.len() == MAX_COLUMNS {
                break;
            }
            if header.is_empty() && samples.is_empty() {
                continue;
            }
            let name = if header.is_empty() { column_letters(at) } else { header.clone() };
            columns.push(ListedColumn { at, name, header, samples, ids: has_ids(&sheet, header_row, at) });
        }
        let keys: Vec<String> = columns.iter().map(|column| header_key(&column.header)).collect();
        for (column, key) in columns.iter_mut().zip(&keys).filter(|(_, key)| !key.is_empty()) {
            if keys.iter().filter(|other| *other == key).count() > 1 {
                column.name = format!("{} ({})", column.header, column_letters(column.at));
            }
        }
        if !columns.iter().any(|column| column.ids) {
            return Err(NoList::WithoutIds);
        }
        Ok(Self { file: file.to_owned(), sha256: sha256.to_owned(), sheet, header_row, columns })
    }

    /// Returns true if the first rows of a sheet could be those of a list.
    #[must_use]
    pub fn fits(first_rows: &Sheet) -> bool {
        header_row(first_rows).is_ok_and(|row| (0..first_rows.column_count()).any(|at| has_ids(first_rows, row, at)))
    }

    /// The file's name, without folders.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's digest.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The name of the sheet.
    #[must_use]
    pub fn sheet(&self) -> &str {
        self.sheet.name()
    }

    /// The number of rows below the header.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.row_numbers().filter(|&row| !self.sheet.is_row_blank(row)).count() as u32
    }

    /// Its columns, from left to right.
    #[must_use]
    pub fn columns(&self) -> Vec<ListColumn> {
        let column = |column: &ListedColumn| ListColumn {
            name: column.name.clone(),
            samples: column.samples.clone(),
            ids: column.ids,
        };
        self.columns.iter().map(column).collect()
    }

    /// The column that is meant by a name: by its name, its header, or its letters.
    #[must_use]
    pub fn column_named(&self, name: &str) -> Option<String> {
        self.column(name).map(|column| column.name.clone())
    }

    /// The names of the columns that have the IDs of a template column: the only column with IDs, or the one with the template column's
    /// name. Several if that doesn't tell.
    #[must_use]
    pub fn id_columns(&self, column: &Column) -> Vec<String> {
        let with_ids = || self.columns.iter().filter(|listed| listed.ids);
        let is_named = |listed: &&ListedColumn| {
            let key = header_key(&listed.header);
            std::iter::once(&column.name).chain(column.aliases).any(|name| header_key(name) == key)
        };
        let named: Vec<String> = with_ids().filter(is_named).map(|listed| listed.name.clone()).collect();
        if named.len() == 1 { named } else { with_ids().map(|listed| listed.name.clone()).collect() }
    }

    /// Returns true if it is the list that a lookup names.
    #[must_use]
    pub fn is_meant(&self, list: &ListColumns) -> bool {
        list.sha256.as_ref().map_or(self.file == list.file, |sha256| self.sha256 == *sha256)
    }

    pub(super) fn column(&self, name: &str) -> Option<&ListedColumn> {
        let name = name.trim();
        let columns = || self.columns.iter();
        let by_name = columns().find(|column| column.name == name);
        let key = header_key(name);
        let by_key = || {
            let mut same = columns().filter(|column| !key.is_empty() && header_key(&column.header) == key);
            same.next().filter(|_| same.next().is_none())
        };
        let by_letters = || columns().find(|column| column_letters(column.at).eq_ignore_ascii_case(name));
        by_name.or_else(by_key).or_else(by_letters)
    }

    pub(super) fn row_numbers(&self) -> std::ops::Range<u32> {
        self.header_row.saturating_add(1)..self.sheet.row_count()
    }

    pub(super) fn text(&self, row: u32, at: u32) -> String {
        cell_text(self.sheet.cell(row, at), self.sheet.date_system())
    }

    /// How the values of a column are compared.
    pub(super) fn comparison(&self, at: u32) -> Comparison {
        let texts: Vec<String> = values(&self.sheet, self.header_row, at)
            .map(|cell| cell_text(cell, self.sheet.date_system()))
            .filter(|text| !is_placeholder(text.trim()))
            .collect();
        Comparison::of(texts.iter().map(String::as_str))
    }

    /// The first filled cells of a row besides an ID, shortened, to tell rows apart.
    pub(super) fn row_in_words(&self, row: u32, ids: u32) -> String {
        const CELLS: usize = 3;
        const LENGTH: usize = 40;
        let columns = self.columns.iter().filter(|column| column.at != ids && !column.ids);
        let texts =
            columns.map(|column| collapsed(&self.text(row, column.at)).chars().take(LENGTH).collect::<String>());
        texts.filter(|text| !text.is_empty()).take(CELLS).collect::<Vec<_>>().join(", ")
    }
}

/// The ID in a cell, if it contains one and nothing else.
pub(super) fn id(cell: Cell<'_>) -> Option<Uuid> {
    match cell {
        Cell::Text(text) => read_uuid(text),
        _ => None,
    }
}

/// The header row: of the rows above the first ID, the one with the most filled cells, the topmost of several.
fn header_row(sheet: &Sheet) -> Result<u32, NoList> {
    let has_id = |row: &u32| (0..sheet.column_count()).any(|at| id(sheet.cell(*row, at)).is_some());
    let first = (0..sheet.row_count().min(HEADER_ROWS)).find(has_id).ok_or(NoList::WithoutIds)?;
    let filled = |row: u32| (0..sheet.column_count()).filter(|&at| !sheet.cell(row, at).is_blank()).count();
    let rows = (0..first).filter(|&row| !sheet.is_row_blank(row));
    // Of equals, `max_by_key` takes the last one.
    rows.rev().max_by_key(|&row| filled(row)).ok_or(NoList::WithoutHeader)
}

fn has_ids(sheet: &Sheet, header_row: u32, at: u32) -> bool {
    let (mut ids, mut all) = (0, 0);
    for cell in values(sheet, header_row, at) {
        ids += usize::from(id(cell).is_some());
        all += 1;
    }
    ids > 0 && ids * 2 >= all
}

fn values(sheet: &Sheet, header_row: u32, at: u32) -> impl Iterator<Item = Cell<'_>> {
    let from = header_row.saturating_add(1);
    let rows = from..sheet.row_count().min(from.saturating_add(SEARCHED_ROWS));
    rows.map(move |row| sheet.cell(row, at)).filter(|cell| !cell.is_blank()).take(LOOKED_AT)
}

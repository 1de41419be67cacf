//! Template columns that a person makes out of columns of the file: combined ones, and IDs that are looked up in a list. The results are
//! columns that are added to the sheet, to the right of the file's: every part of a check treats them like the others.

use std::sync::Arc;

use lanegate_sheet::{Cell, Sheet, parse_column_letters};
use lanegate_wire::{Combining, Fix, ListColumns};

use crate::combined::{self, Combination, Combined, MAX_PARTS};
use crate::lookup::{Lookup, LookupList, Lookups};
use crate::{FileColumn, Kind, Mapping};

/// A template column that is made out of columns of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AddedColumn {
    /// The added column of the sheet.
    pub at: u32,
    /// The template column's position in the kind.
    pub place: usize,
    /// The file's columns that are read.
    pub parts: Vec<u32>,
    pub how: Making,
}

/// How an added column is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Making {
    /// Out of the parts alone.
    Combined(Combining),
    /// Out of a list, by the parts.
    LookedUp {
        /// The file's column whose valid IDs stay.
        keep: Option<u32>,
        list: ListColumns,
    },
}

impl AddedColumn {
    /// The columns that a list of corrections asks for. Those that name nothing in the file are skipped. A later correction of the same
    /// template column replaces an earlier one.
    pub fn all(kind: &Kind, sheet: &Sheet, fixes: &[Fix]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for fix in fixes {
            let Some((place, parts, how)) = making(kind, sheet, fix) else { continue };
            match all.iter_mut().find(|earlier| earlier.place == place) {
                Some(earlier) => (earlier.parts, earlier.how) = (parts, how),
                None => all.push(Self { at: sheet.own_columns() + all.len() as u32, place, parts, how }),
            }
        }
        all
    }

    /// How the cells of a combined column are made; `None` for one that is looked up.
    pub fn combination(&self, kind: &Kind, sheet: &Sheet, header_row: u32) -> Option<Combination> {
        let Making::Combined(how) = self.how else { return None };
        Some(Combination::new(kind.columns[self.place].value, sheet, header_row, &self.parts, how))
    }

    /// The file's columns that go into it.
    fn read_columns(&self) -> impl Iterator<Item = u32> {
        let keep = match self.how {
            Making::Combined(_) => None,
            Making::LookedUp { keep, .. } => keep.filter(|at| !self.parts.contains(at)),
        };
        self.parts.iter().copied().chain(keep)
    }
}

/// The template column's position, the file's columns, and how the result is made; `None` when the correction makes no column, or any of
/// them does not exist.
pub(crate) fn making(kind: &Kind, sheet: &Sheet, fix: &Fix) -> Option<(usize, Vec<u32>, Making)> {
    match fix {
        Fix::Combine { column, parts, how } => {
            Some((kind.column(column)?, columns_named(sheet, parts)?, Making::Combined(*how)))
        }
        Fix::Lookup { column, parts, keep, list } => {
            let place = kind.id_column(column)?;
            let keep = keep.as_ref().map(|letters| column_named(sheet, letters).ok_or(())).transpose().ok()?;
            Some((place, columns_named(sheet, parts)?, Making::LookedUp { keep, list: list.clone() }))
        }
        _ => None,
    }
}

/// The file's columns with these letters; `None` when any of them does not exist, or if there are too many.
pub(crate) fn columns_named(sheet: &Sheet, parts: &[String]) -> Option<Vec<u32>> {
    let parts: Vec<u32> = parts.iter().map(|letters| column_named(sheet, letters)).collect::<Option<_>>()?;
    (1..=MAX_PARTS).contains(&parts.len()).then_some(parts)
}

fn column_named(sheet: &Sheet, letters: &str) -> Option<u32> {
    parse_column_letters(letters).filter(|at| *at < sheet.own_columns())
}

/// Replaces the added columns of a sheet with those that the corrections ask for. The first one that does not fit into memory, and those
/// after it, stay out. Returns the lookups, with those of the lists that they name.
pub fn add_columns(
    kind: &Kind,
    sheet: &mut Sheet,
    header_row: u32,
    fixes: &[Fix],
    lists: &[Arc<LookupList>],
) -> Lookups {
    sheet.clear_added_columns();
    let mut lookups = Vec::new();
    for column in AddedColumn::all(kind, sheet, fixes) {
        let added = match &column.how {
            Making::Combined(_) => {
                let combination = column.combination(kind, sheet, header_row);
                let cell =
                    |sheet: &Sheet, row| combination.as_ref().map_or(Combined::Blank, |how| how.cell(sheet, row));
                add(kind, sheet, header_row, &column, &mut { cell })
            }
            Making::LookedUp { keep, list } => {
                let lookup = Lookup::new(&column, *keep, list, (sheet, header_row), lists);
                let mut answers = lookup.answers();
                let added = add(kind, sheet, header_row, &column, &mut |sheet, row| answers.cell(sheet, row));
                drop(answers);
                lookups.push(lookup);
                added
            }
        };
        if added.is_none() {
            sheet.remove_added_columns(column.at);
            break;
        }
    }
    Lookups::new(lookups)
}

/// Adds a column with the cells of its rows; `None` if it doesn't fit into memory.
fn add(
    kind: &Kind,
    sheet: &mut Sheet,
    header_row: u32,
    column: &AddedColumn,
    cell: &mut dyn FnMut(&Sheet, u32) -> Combined,
) -> Option<()> {
    sheet.set(header_row, column.at, Cell::Text(kind.columns[column.place].name)).ok()?;
    for row in header_row.saturating_add(1)..sheet.row_count() {
        if !sheet.is_row_blank(row) {
            let made = cell(sheet, row);
            sheet.set(row, column.at, made.cell()).ok()?;
        }
    }
    Some(())
}

impl Mapping {
    /// Adds the added columns, which are the template columns that they were made for until another choice is applied.
    pub(crate) fn add_columns(&mut self, kind: &Kind, sheet: &Sheet, added: &[AddedColumn]) {
        for column in added {
            let header = kind.columns[column.place].name.to_owned();
            let samples = match &column.how {
                Making::Combined(how) => combined::samples(sheet, self.header_row, &column.parts, *how),
                Making::LookedUp { .. } => crate::headers::samples(sheet, self.header_row, column.at),
            };
            let parts = column.read_columns().collect();
            self.columns.push(FileColumn { parts, samples, ..FileColumn::unmatched(column.at, header) });
        }
    }

    /// Notes on the columns that an added column is made of where they went. Nothing else has to be asked about them.
    pub(crate) fn mark_parts(&mut self, added: &[AddedColumn]) {
        for column in added.iter().filter(|column| self.places[column.place] == Some(column.at)) {
            let parts: Vec<u32> = column.read_columns().collect();
            let is_part = |file: &&mut FileColumn| parts.contains(&file.at) && file.column.is_none();
            for file in self.columns.iter_mut().filter(is_part) {
                (file.near, file.twice, file.also) = (None, false, None);
                file.part_of.push(column.place);
            }
        }
    }
}

//! Template columns that a person makes out of several columns of the file, such as a name out of first and last name. The results are
//! columns that are added to the sheet, to the right of the file's: every part of a check treats them like the others.

mod cells;
mod names;
mod text;

use std::collections::BTreeSet;

use lanegate_sheet::{Cell, Sheet, parse_column_letters};
use lanegate_wire::{Combining, Fix};

use crate::headers::{SAMPLES, cells_below};
use crate::parse::cell_text;
use crate::text::{collapsed, shortened};
use crate::{Checked, FileColumn, Kind, Mapping, ValueType};

pub(crate) use self::cells::Combination;
pub(crate) use self::names::{first_filled, name_parts};
pub use self::text::combined_text;
pub(crate) use self::text::{first_address, reference_at};

/// The most columns that are combined into one.
pub const MAX_PARTS: usize = 20;
/// Cells of a column looked at for what they are.
const LOOKED_AT: usize = 200;
/// Rows looked at for samples.
const SAMPLED_ROWS: u32 = 1_000;

/// A template column that is made of columns of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CombinedColumn {
    /// The added column of the sheet.
    pub at: u32,
    /// The template column's position in the kind.
    pub place: usize,
    /// The file's columns that it is made of.
    pub parts: Vec<u32>,
    how: Combining,
}

impl CombinedColumn {
    /// The combined columns that a list of corrections asks for. Those that name nothing in the file are skipped.
    pub fn all(kind: &Kind, sheet: &Sheet, fixes: &[Fix]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for fix in fixes {
            let Fix::Combine { column, parts, how } = fix else { continue };
            let Some((place, parts)) = combination(kind, sheet, column, parts) else { continue };
            match all.iter_mut().find(|earlier| earlier.place == place) {
                Some(earlier) => (earlier.parts, earlier.how) = (parts, *how),
                None => all.push(Self { at: sheet.own_columns() + all.len() as u32, place, parts, how: *how }),
            }
        }
        all
    }

    /// How its cells are made.
    pub fn combination(&self, kind: &Kind, sheet: &Sheet, header_row: u32) -> Combination {
        Combination::new(kind.columns[self.place].value, sheet, header_row, &self.parts, self.how)
    }
}

/// The template column's position and the sheet's columns that a correction names; `None` when any of them does not exist.
pub(crate) fn combination(kind: &Kind, sheet: &Sheet, column: &str, parts: &[String]) -> Option<(usize, Vec<u32>)> {
    Some((kind.column(column)?, parts_named(sheet, parts)?))
}

/// The columns with these letters; `None` when any of them does not exist, or if there are too many.
fn parts_named(sheet: &Sheet, parts: &[String]) -> Option<Vec<u32>> {
    let at = |letters: &String| parse_column_letters(letters).filter(|at| *at < sheet.own_columns());
    let parts: Vec<u32> = parts.iter().map(at).collect::<Option<_>>()?;
    (1..=MAX_PARTS).contains(&parts.len()).then_some(parts)
}

/// Replaces the added columns of a sheet with those that the corrections ask for. The first one that does not fit into memory, and those
/// after it, stay out.
pub fn combine_columns(kind: &Kind, sheet: &mut Sheet, header_row: u32, fixes: &[Fix]) {
    sheet.clear_added_columns();
    for column in CombinedColumn::all(kind, sheet, fixes) {
        let header = Cell::Text(kind.columns[column.place].name);
        let combination = column.combination(kind, sheet, header_row);
        let mut added = sheet.set(header_row, column.at, header);
        for row in header_row.saturating_add(1)..sheet.row_count() {
            if added.is_err() {
                break;
            }
            if !sheet.is_row_blank(row) {
                let combined = combination.cell(sheet, row);
                added = sheet.set(row, column.at, combined.cell());
            }
        }
        if added.is_err() {
            sheet.remove_added_columns(column.at);
            return;
        }
    }
}

/// The first different results of a combination, shortened; at most three.
pub(crate) fn samples(sheet: &Sheet, header_row: u32, parts: &[u32], how: Combining) -> Vec<String> {
    // As text, whatever column it is for.
    let value = ValueType::Text { max: 0, lines: false, usual: &[], person: false };
    let combination = Combination::new(value, sheet, header_row, parts, how);
    let mut samples: Vec<String> = Vec::new();
    let rows = header_row.saturating_add(1)..sheet.row_count().min(header_row.saturating_add(1 + SAMPLED_ROWS));
    let text = |row| cell_text(combination.cell(sheet, row).cell(), sheet.date_system());
    for text in rows.map(|row| shortened(&collapsed(&text(row)))).filter(|text| !text.is_empty()) {
        if !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// Returns true if nearly all cells of a column are names with something behind them that isn't part of the name: an ID, a link, or an
/// e-mail address.
pub(crate) fn has_more_than_names(sheet: &Sheet, header_row: u32, at: u32) -> bool {
    let has_more = |cell| {
        let Cell::Text(text) = cell else { return false };
        let name = combined_text(Combining::Name, std::iter::once(text));
        !name.is_empty() && name != collapsed(text)
    };
    let cells = cells_below(sheet, header_row, at).take(LOOKED_AT);
    let (found, all) = cells.fold((0, 0), |(found, all), cell| (found + usize::from(has_more(cell)), all + 1));
    all > 0 && found * 10 >= all * 9
}

impl Checked {
    /// The first different results of a combination of columns, before it is asked for.
    #[must_use]
    pub fn combined_samples(&self, sheet: &Sheet, parts: &[String], how: Combining) -> Vec<String> {
        let parts = parts_named(sheet, parts).unwrap_or_default();
        samples(sheet, self.mapping().header_row, &parts, how)
    }
}

impl Mapping {
    /// The columns of the file that a column of the sheet is made of: itself, unless it was added.
    pub(crate) fn parts(&self, at: u32) -> Vec<u32> {
        let file = self.columns.iter().find(|file| file.at == at);
        file.filter(|file| !file.parts.is_empty()).map_or_else(|| vec![at], |file| file.parts.clone())
    }

    /// The columns of the file that are imported, or go into an added column that is.
    pub(crate) fn read_columns(&self) -> BTreeSet<u32> {
        self.places.iter().flatten().flat_map(|&at| self.parts(at)).collect()
    }

    /// Adds the combined columns, which are the template columns that they were made for until another choice is applied.
    pub(crate) fn add_combined(&mut self, kind: &Kind, sheet: &Sheet, combined: &[CombinedColumn]) {
        for column in combined {
            let header = kind.columns[column.place].name.to_owned();
            let samples = samples(sheet, self.header_row, &column.parts, column.how);
            let parts = column.parts.clone();
            self.columns.push(FileColumn { parts, samples, ..FileColumn::unmatched(column.at, header) });
        }
    }
    /// Notes on the columns that a combined column is made of where they went. Nothing else has to be asked about them.
    pub(crate) fn mark_parts(&mut self, combined: &[CombinedColumn]) {
        for column in combined.iter().filter(|column| self.places[column.place] == Some(column.at)) {
            let is_part = |file: &&mut FileColumn| column.parts.contains(&file.at) && file.column.is_none();
            for file in self.columns.iter_mut().filter(is_part) {
                (file.near, file.twice, file.also) = (None, false, None);
                file.part_of.push(column.place);
            }
        }
    }
}

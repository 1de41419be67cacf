//! Corrections as the check applies them: they lie over the sheet, which stays as the file has it.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_sheet::{Cell, Sheet, parse_cell_name, parse_column_letters};
use lanegate_wire::{DateOrder, Fix, HowMatched};

use crate::parse::cell_text;
use crate::text::key_text;
use crate::{Kind, Mapping, ValueType};

/// What counts in place of what the sheet holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overlay {
    /// By row and column of the sheet.
    cells: BTreeMap<(u32, u32), String>,
    /// By the column's place in the kind: what stands there, for comparison, and what counts.
    values: BTreeMap<usize, BTreeMap<String, String>>,
    /// By the column's place in the kind.
    orders: BTreeMap<usize, DateOrder>,
    /// By column of the sheet: the place of the column in the kind, or none.
    columns: BTreeMap<u32, Option<usize>>,
    /// 0-based.
    left_out: BTreeSet<u32>,
    /// Corrections that fit nothing, by their place in the list.
    pub unfit: Vec<usize>,
}

/// The text by which a cell's value is mapped: alike ones are mapped alike.
pub fn mapped_by(cell: Cell<'_>, sheet: &Sheet) -> String {
    match cell {
        Cell::Text(text) => key_text(text),
        other => key_text(&cell_text(other, sheet.date_system())),
    }
}

impl Overlay {
    /// Corrections for a sheet of a kind, whose first row of data comes after `header_row`.
    pub fn new(kind: &Kind, sheet: &Sheet, header_row: u32, fixes: &[Fix]) -> Self {
        let mut overlay = Self::default();
        for (number, fix) in fixes.iter().enumerate() {
            if overlay.add(kind, sheet, header_row, fix).is_none() {
                overlay.unfit.push(number);
            }
        }
        overlay
    }

    fn add(&mut self, kind: &Kind, sheet: &Sheet, header_row: u32, fix: &Fix) -> Option<()> {
        let is_data = |row: &u32| *row > header_row && *row < sheet.row_count();
        match fix {
            Fix::SetCell { cell, value } => {
                let (row, column) =
                    parse_cell_name(cell).filter(|(row, column)| is_data(row) && *column < sheet.column_count())?;
                self.cells.insert((row, column), value.clone());
            }
            Fix::MapValue { column, from, to } => {
                self.values.entry(kind.column(column)?).or_default().insert(key_text(from), to.clone());
            }
            Fix::MapColumn { letters, column } => {
                let at = parse_column_letters(letters).filter(|at| *at < sheet.column_count())?;
                let place = column.as_deref().map(|name| kind.column(name));
                self.columns.insert(
                    at,
                    match place {
                        None => None,
                        Some(place) => Some(place?),
                    },
                );
            }
            Fix::DateOrder { column, order } => {
                let dates = |place: &usize| matches!(kind.columns[*place].value, ValueType::PastDate);
                self.orders.insert(kind.column(column).filter(dates)?, *order);
            }
            Fix::LeaveOut { row } => {
                let row = row.checked_sub(1).filter(is_data)?;
                self.left_out.insert(row);
            }
            Fix::TakeIn { row } => {
                let row = row.checked_sub(1).filter(is_data)?;
                self.left_out.remove(&row);
            }
        }
        Some(())
    }

    /// Whether a row is left out.
    pub fn leaves_out(&self, row: u32) -> bool {
        self.left_out.contains(&row)
    }

    /// Whether any cell of a row is set.
    pub fn sets(&self, row: u32) -> bool {
        self.cells.range((row, 0)..=(row, u32::MAX)).next().is_some()
    }

    /// Whether nothing is left out and no cell is set: most files, and then nothing has to be looked up.
    fn is_untouched(&self) -> bool {
        self.cells.is_empty() && self.values.is_empty()
    }

    /// What counts in a cell of the sheet's column `at`, which is the kind's column `place`; either may be none.
    pub fn cell<'a>(&'a self, sheet: &'a Sheet, row: u32, at: Option<u32>, place: Option<usize>) -> Cell<'a> {
        if self.is_untouched() {
            return at.map_or(Cell::Blank, |at| sheet.cell(row, at));
        }
        let counts = self.unmapped(sheet, row, at);
        let Some(values) = place.and_then(|place| self.values.get(&place)) else { return counts };
        values.get(&mapped_by(counts, sheet)).map_or(counts, |text| Cell::Text(text))
    }

    /// What stands in a cell before values are mapped: what was set, else what the file holds.
    pub fn unmapped<'a>(&'a self, sheet: &'a Sheet, row: u32, at: Option<u32>) -> Cell<'a> {
        let set = at.and_then(|at| self.cells.get(&(row, at))).map(|text| Cell::Text(text));
        set.unwrap_or_else(|| at.map_or(Cell::Blank, |at| sheet.cell(row, at)))
    }

    /// Rows in which a cell is set, each with what counts there.
    pub fn set_cells(&self) -> impl Iterator<Item = (u32, &str)> {
        self.cells.iter().map(|(&(row, _), text)| (row, text.as_str()))
    }

    /// What stands for what in the kind's column `place`: by the text's key, what counts.
    pub fn mapped(&self, place: usize) -> Option<&BTreeMap<String, String>> {
        self.values.get(&place)
    }

    /// Whether any value is mapped to from blank cells of the kind's column.
    pub fn fills_blanks(&self, place: usize) -> bool {
        self.values.get(&place).is_some_and(|values| values.contains_key(""))
    }

    /// The order said for a column.
    pub fn order(&self, place: usize) -> Option<DateOrder> {
        self.orders.get(&place).copied()
    }

    /// Puts what was said of columns over what their headers say.
    pub fn apply_to(&self, mapping: &mut Mapping) {
        for (&at, &chosen) in &self.columns {
            for file in &mut mapping.columns {
                if file.at == at {
                    if let Some(before) = file.column.take().filter(|&place| mapping.places[place] == Some(at)) {
                        mapping.places[before] = None;
                    }
                    (file.column, file.how) = (chosen, chosen.map_or(HowMatched::Ignored, |_| HowMatched::Chosen));
                    (file.near, file.twice) = (None, false);
                } else if chosen.is_some() && file.column == chosen {
                    (file.column, file.how) = (None, HowMatched::Ignored);
                }
            }
            if let Some(place) = chosen {
                mapping.places[place] = Some(at);
            }
        }
        // Where the first of two columns of one meaning was set aside, the second takes its place.
        for file in mapping.columns.iter_mut().filter(|file| file.twice) {
            if let Some(place) = file.near.filter(|&place| mapping.places[place].is_none()) {
                mapping.places[place] = Some(file.at);
                (file.column, file.how, file.near, file.twice) = (Some(place), HowMatched::Chosen, None, false);
            }
        }
    }

    /// The rows of which another overlay says something else; `None` when they differ in more than single rows.
    pub fn rows_that_differ(&self, other: &Self) -> Option<BTreeSet<u32>> {
        let same = self.values == other.values
            && self.orders == other.orders
            && self.columns == other.columns
            && self.unfit == other.unfit;
        if !same {
            return None;
        }
        let mut rows = BTreeSet::new();
        rows.extend(self.left_out.symmetric_difference(&other.left_out));
        let changed = |mine: &BTreeMap<(u32, u32), String>, theirs: &BTreeMap<(u32, u32), String>| {
            let differ = mine.iter().filter(|(place, text)| theirs.get(place) != Some(text));
            differ.map(|((row, _), _)| *row).collect::<Vec<_>>()
        };
        rows.extend(changed(&self.cells, &other.cells));
        rows.extend(changed(&other.cells, &self.cells));
        Some(rows)
    }
}

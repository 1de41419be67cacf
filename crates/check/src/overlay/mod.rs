//! Corrections as the check applies them. They never change the sheet, which stays as the file has it.
//!
//! Corrections of columns, of date orders and date cells, and of whole rows each concern something else, and the last one of each wins. Corrections
//! of cells and of values both concern cells: they apply one after the other, in the order in which they were made. A date cell contains what
//! it showed then: the date as it is or swapped.

mod columns;
mod replacements;
mod skipped;

use std::collections::{BTreeMap, BTreeSet};

use lanegate_sheet::{Cell, Sheet, parse_cell_name};
use lanegate_wire::{DateOrder, Fix};

pub(crate) use self::columns::ColumnChoices;
use self::replacements::Replacements;
use self::skipped::SkippedRows;
use crate::added_columns::making;
use crate::parse::{cell_text, read_uuid, swapped_cell};
use crate::text::key_text;
use crate::{Kind, Mapping, ValueType};

/// The values that count in place of those in the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overlay {
    columns: ColumnChoices,
    /// By row and column of the sheet.
    cells: BTreeMap<(u32, u32), SetCell>,
    /// By the column's position in the kind, then by the key of what an untouched cell holds: the text that counts.
    values: BTreeMap<usize, BTreeMap<String, String>>,
    /// The same where date cells have an answer: what such a cell contains depends on when its value was replaced.
    dated: BTreeMap<usize, Replacements>,
    /// By the column's position in the kind.
    orders: BTreeMap<usize, DateOrder>,
    /// By the column's position in the kind: whether day and month of the file's date cells are swapped.
    swapped: BTreeMap<usize, bool>,
    skipped: SkippedRows,
    /// Positions in the list of corrections that name nothing in the file.
    pub unfit: Vec<usize>,
}

/// A cell that was corrected by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SetCell {
    /// The text that was typed.
    typed: String,
    /// The text that counts, after the later corrections of its value.
    counts: String,
}

/// The text by which a cell's value is replaced: alike ones are replaced alike.
pub fn mapped_by(cell: Cell<'_>, sheet: &Sheet) -> String {
    match cell {
        Cell::Text(text) => key_text(text),
        other => key_text(&cell_text(other, sheet.date_system())),
    }
}

/// Corrections of cells while the list is read.
#[derive(Default)]
struct Pending<'f> {
    /// The text typed last, and its correction's position in the list.
    cells: BTreeMap<(u32, u32), (&'f str, usize)>,
    /// By the column's position in the kind.
    values: BTreeMap<usize, Replacements>,
}

/// The position of a date column of the kind.
fn date_column(kind: &Kind, name: &str) -> Option<usize> {
    kind.column(name).filter(|place| matches!(kind.columns[*place].value, ValueType::PastDate))
}

impl Overlay {
    /// Corrections for a sheet of a kind, whose columns are matched as `mapping` says once the corrections of columns are in it.
    pub fn new(kind: &Kind, sheet: &Sheet, mapping: &Mapping, fixes: &[Fix]) -> Self {
        let mut overlay = Self { columns: ColumnChoices::of(kind, sheet, fixes), ..Self::default() };
        let mut pending = Pending::default();
        for (number, fix) in fixes.iter().enumerate() {
            if overlay.add(kind, sheet, mapping, (number, fix), &mut pending).is_none() {
                overlay.unfit.push(number);
            }
        }
        overlay.settle(mapping, pending);
        overlay
    }

    /// Notes one correction. `None` if it names nothing in the file.
    fn add<'f>(
        &mut self,
        kind: &Kind,
        sheet: &Sheet,
        mapping: &Mapping,
        (number, fix): (usize, &'f Fix),
        pending: &mut Pending<'f>,
    ) -> Option<()> {
        let is_data = |row: &u32| *row > mapping.header_row && *row < sheet.row_count();
        match fix {
            Fix::SetCell { cell, value } => {
                let (row, column) =
                    parse_cell_name(cell).filter(|(row, column)| is_data(row) && *column < sheet.column_count())?;
                pending.cells.insert((row, column), (value, number));
                // An ID that was typed stays like one of the file.
                for added in self.columns.keeping(column).filter(|_| read_uuid(value).is_some()) {
                    pending.cells.insert((row, added), (value, number));
                }
            }
            Fix::MapValue { column, from, to } => {
                let place = kind.column(column)?;
                let swapped = self.swapped(place) == Some(true);
                pending.values.entry(place).or_default().push(number, swapped, from, to);
                if let Some(at) = mapping.places[place] {
                    self.skipped.import_value(at, from);
                }
            }
            Fix::MapColumn { letters, column } => {
                columns::choice(kind, sheet, letters, column.as_deref())?;
            }
            Fix::MapColumns { columns } => {
                columns::choices(kind, sheet, columns)?;
            }
            Fix::Combine { .. } | Fix::Lookup { .. } => {
                let (place, ..) = making(kind, sheet, fix)?;
                return self.columns.adds(place).then_some(());
            }
            Fix::DateOrder { column, order } => {
                self.orders.insert(date_column(kind, column)?, *order);
            }
            Fix::DateCells { column, swapped } => {
                self.swapped.insert(date_column(kind, column)?, *swapped);
            }
            Fix::LeaveOut { row } => {
                let row = row.checked_sub(1).filter(is_data)?;
                self.skipped.row(row, number, true);
            }
            Fix::LeaveOutWhere { letters, value } => {
                let (at, _) = columns::choice(kind, sheet, letters, None)?;
                self.skipped.value(at, value, number);
            }
            Fix::LeaveOutNonData {} => self.skipped.non_data(number),
            Fix::TakeIn { row } => {
                let row = row.checked_sub(1).filter(is_data)?;
                self.skipped.row(row, number, false);
            }
        }
        Some(())
    }

    /// Applies the corrections of cells and of values in their order.
    fn settle(&mut self, mapping: &Mapping, pending: Pending<'_>) {
        for (&(row, at), &(typed, number)) in &pending.cells {
            let place = mapping.places.iter().position(|place| *place == Some(at));
            let replaced = place
                .and_then(|place| pending.values.get(&place))
                .and_then(|values| values.text([&key_text(typed); 2], number));
            let counts = replaced.unwrap_or(typed).to_owned();
            self.cells.insert((row, at), SetCell { typed: typed.to_owned(), counts });
        }
        self.values = pending.values.iter().map(|(&place, values)| (place, values.texts())).collect();
        self.dated = pending.values.into_iter().filter(|(place, _)| self.swapped.contains_key(place)).collect();
    }

    /// Returns true if a person has said what a column of the sheet is.
    pub fn chooses(&self, at: u32) -> bool {
        self.columns.contains(at)
    }

    /// Returns true if a row is skipped. `is_data` is false for totals, notes, and the like.
    pub fn leaves_out(&self, sheet: &Sheet, mapping: &Mapping, row: u32, is_data: bool) -> bool {
        self.skipped.contains(row, is_data, |at| self.keys(sheet, mapping, row, at))
    }

    /// The keys of what a cell contains, and of what it counts as.
    fn keys(&self, sheet: &Sheet, mapping: &Mapping, row: u32, at: u32) -> [String; 2] {
        let place = mapping.places.iter().position(|place| *place == Some(at));
        let cells = [self.held(sheet, row, at, place), self.cell(sheet, row, Some(at), place)];
        cells.map(|cell| mapped_by(cell, sheet))
    }

    /// Returns true if a cell contains a value, or counts as it.
    pub fn has_value(&self, sheet: &Sheet, mapping: &Mapping, (row, at): (u32, u32), value: &str) -> bool {
        self.keys(sheet, mapping, row, at).contains(&key_text(value))
    }

    /// What a row's cells contain, and count as, in the columns in which a value skips rows.
    pub fn values_to_skip_by(&self, sheet: &Sheet, mapping: &Mapping, row: u32) -> Vec<[String; 2]> {
        self.skipped.by_value().keys().map(|&at| self.keys(sheet, mapping, row, at)).collect()
    }

    /// Returns true if rows with a value in a column of the sheet are skipped, whatever is said about single rows.
    pub fn skips_value(&self, at: u32, value: &str) -> bool {
        self.skipped.by_value().get(&at).is_some_and(|values| values.contains_key(&key_text(value)))
    }

    /// Returns true if any cell of a row is set.
    pub fn sets(&self, row: u32) -> bool {
        self.cells.range((row, 0)..=(row, u32::MAX)).next().is_some()
    }

    /// Returns true if no row is skipped and no cell is set: most files, and then nothing has to be looked up.
    fn is_untouched(&self) -> bool {
        self.cells.is_empty() && self.values.is_empty() && self.swapped.is_empty()
    }

    /// The value that counts in a cell of the sheet's column `at`, which is the kind's column `place`; either may be none.
    pub fn cell<'a>(&'a self, sheet: &'a Sheet, row: u32, at: Option<u32>, place: Option<usize>) -> Cell<'a> {
        let held = at.map_or(Cell::Blank, |at| sheet.cell(row, at));
        if self.is_untouched() {
            return held;
        }
        if let Some(set) = at.and_then(|at| self.cells.get(&(row, at))) {
            return Cell::Text(&set.counts);
        }
        let shown = self.swap(held, sheet, place);
        self.replaced(sheet, held, place).map_or(shown, Cell::Text)
    }

    /// The text by which the value of an untouched cell is replaced.
    fn replaced(&self, sheet: &Sheet, held: Cell<'_>, place: Option<usize>) -> Option<&str> {
        let place = place?;
        if let Some(dated) = self.dated.get(&place) {
            let keys = [held, swapped_cell(held, sheet.date_system())].map(|cell| mapped_by(cell, sheet));
            return dated.text([&keys[0], &keys[1]], 0);
        }
        self.values.get(&place)?.get(&mapped_by(held, sheet)).map(String::as_str)
    }

    /// The value of a cell for corrections of its value: the text that was typed, else what is in the file.
    pub fn held<'a>(&'a self, sheet: &'a Sheet, row: u32, at: u32, place: Option<usize>) -> Cell<'a> {
        match self.cells.get(&(row, at)) {
            Some(set) => Cell::Text(&set.typed),
            None => self.swap(sheet.cell(row, at), sheet, place),
        }
    }

    /// A cell of the file with day and month swapped, if a person said so for its column.
    fn swap<'a>(&self, cell: Cell<'a>, sheet: &Sheet, place: Option<usize>) -> Cell<'a> {
        let is_swapped = place.and_then(|place| self.swapped(place)) == Some(true);
        if is_swapped { swapped_cell(cell, sheet.date_system()) } else { cell }
    }

    /// Rows in which a cell is set, each with the text that counts there.
    pub fn set_cells(&self) -> impl Iterator<Item = (u32, &str)> {
        self.cells.iter().map(|(&(row, _), set)| (row, set.counts.as_str()))
    }

    /// The replaced values of the kind's column `place`: by the text's key, the text that counts. In a column whose date cells have an
    /// answer, they are those of the other cells.
    pub fn mapped(&self, place: usize) -> Option<&BTreeMap<String, String>> {
        self.values.get(&place)
    }

    /// The value that counts in blank cells of the kind's column.
    pub fn in_blanks(&self, place: usize) -> Option<&str> {
        let values = self.values.get(&place)?;
        values.get("").map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns true if blank cells of the kind's column are filled.
    pub fn fills_blanks(&self, place: usize) -> bool {
        self.in_blanks(place).is_some()
    }

    /// The order said for a column.
    pub fn order(&self, place: usize) -> Option<DateOrder> {
        self.orders.get(&place).copied()
    }

    /// A person's answer for a column: `Some(true)` if day and month of its date cells are swapped.
    pub fn swapped(&self, place: usize) -> Option<bool> {
        self.swapped.get(&place).copied()
    }

    /// The rows of which another overlay says something else; `None` when they differ in more than single rows.
    pub fn rows_that_differ(&self, other: &Self) -> Option<BTreeSet<u32>> {
        let same = self.values == other.values
            && self.dated == other.dated
            && self.orders == other.orders
            && self.swapped == other.swapped
            && self.columns == other.columns
            && self.skipped.differs_in_rows_only(&other.skipped)
            && self.unfit == other.unfit;
        if !same {
            return None;
        }
        let mut rows = self.skipped.rows_that_differ(&other.skipped);
        let changed = |mine: &BTreeMap<(u32, u32), SetCell>, theirs: &BTreeMap<(u32, u32), SetCell>| {
            let differ = mine.iter().filter(|(place, set)| theirs.get(place) != Some(set));
            differ.map(|((row, _), _)| *row).collect::<Vec<_>>()
        };
        rows.extend(changed(&self.cells, &other.cells));
        rows.extend(changed(&other.cells, &self.cells));
        Some(rows)
    }
}

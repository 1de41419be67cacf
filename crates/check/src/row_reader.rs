//! One row after the other of a sheet, as a kind's typed values with the notes on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanegate_sheet::{Cell, Sheet};
use lanegate_wire::{DateOrder, Severity};

use crate::alternate_columns::AlternateColumns;
use crate::apostrophes::{Apostrophes, may_have_mark};
use crate::combined::Combination;
use crate::date_order::{Evidence, Sign};
use crate::non_data_rows::{NonDataRow, NonDataRows};
use crate::overlay::{ColumnChoices, Overlay};
use crate::parse::{cell_text, has_error, mark_removed};
use crate::ragged_rows::RaggedRows;
use crate::{Column, Context, Kind, Mapping, Note, Required, Settings, Typed, TypedRow, ValueType, codes, parse};

/// How the rows of a file are read: what stays the same from row to row.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub kind: &'static Kind,
    pub mapping: Arc<Mapping>,
    pub settings: Arc<Settings>,
    pub overlay: Arc<Overlay>,
    pub non_data_rows: Arc<NonDataRows>,
    pub ragged_rows: Arc<RaggedRows>,
    pub second: Arc<AlternateColumns>,
    pub apostrophes: Arc<Apostrophes>,
    /// How the added columns of the sheet are combined, and those that an annotated copy has, by column.
    pub combinations: Arc<BTreeMap<u32, Combination>>,
    /// The order of text dates, by the column's place in the kind.
    pub orders: Arc<[Option<DateOrder>]>,
    /// The order in which most dates without a plain year can be read, by the column's place in the kind.
    pub likely: Arc<[Option<DateOrder>]>,
    /// By the column's position in the kind: true if its date cells are probably swapped, and no person has answered yet.
    pub ask_swapped: Arc<[bool]>,
}

impl Reading {
    /// How the rows are read before anything is known of the order of text dates.
    pub fn new(kind: &'static Kind, sheet: &Sheet, mut mapping: Mapping, settings: Settings) -> Self {
        let choices = ColumnChoices::of(kind, sheet, &settings.fixes);
        choices.apply_to(kind, sheet, &mut mapping);
        let mut combinations = choices.combinations(kind, sheet, mapping.header_row);
        let before = settings.combined_before.iter();
        combinations.extend(
            before.filter_map(|column| Some((column.at, column.combination(kind, sheet, mapping.header_row)?))),
        );
        let combinations = Arc::new(combinations);
        let overlay = Overlay::new(kind, sheet, &mapping, &settings.fixes);
        let non_data_rows = Arc::new(NonDataRows::find(kind, sheet, &mapping));
        let ragged_rows = Arc::new(RaggedRows::find(kind, sheet, &mapping, &non_data_rows));
        let second = Arc::new(AlternateColumns::of(kind, &mapping));
        let apostrophes = Arc::new(Apostrophes::find(kind, sheet, &mapping));
        let orders: Arc<[_]> = vec![None; kind.columns.len()].into();
        let likely = Arc::clone(&orders);
        let ask_swapped = vec![false; kind.columns.len()].into();
        let (mapping, settings, overlay) = (Arc::new(mapping), Arc::new(settings), Arc::new(overlay));
        Self {
            kind,
            mapping,
            settings,
            overlay,
            non_data_rows,
            ragged_rows,
            second,
            apostrophes,
            combinations,
            orders,
            likely,
            ask_swapped,
        }
    }

    /// What a row is, if it is no row of data. One in which a person has set a cell is.
    pub fn non_data_row(&self, row: u32) -> Option<&NonDataRow> {
        self.non_data_rows.at(row).filter(|_| !self.overlay.sets(row))
    }

    /// Whether nothing is to be said of a row: it is blank, or belongs to no table that is imported.
    pub fn skips(&self, sheet: &Sheet, row: u32) -> bool {
        sheet.is_row_blank(row) || (self.non_data_rows.is_outside(row) && !self.overlay.sets(row))
    }

    /// Returns true for a row of data: one below the headers that is checked and can be imported.
    pub fn holds_data(&self, sheet: &Sheet, row: u32) -> bool {
        row > self.mapping.header_row && !self.skips(sheet, row) && self.non_data_row(row).is_none()
    }

    /// The same with the orders of text dates: as a person said, or as the column proves. Where its date cells are probably swapped,
    /// they are asked about.
    pub fn in_orders(self, evidence: &BTreeMap<usize, Evidence>) -> Self {
        let orders = (0..self.kind.columns.len()).map(|place| {
            let said = self.overlay.order(place).or(self.settings.date_order);
            said.or_else(|| evidence.get(&place).and_then(Evidence::order))
        });
        let asks = (0..self.kind.columns.len()).map(|place| {
            self.overlay.swapped(place).is_none() && evidence.get(&place).is_some_and(Evidence::looks_swapped)
        });
        let likely = (0..self.kind.columns.len()).map(|place| evidence.get(&place).and_then(Evidence::likely));
        Self { orders: orders.collect(), likely: likely.collect(), ask_swapped: asks.collect(), ..self }
    }

    /// The places of the kind's date columns.
    pub fn date_columns(kind: &Kind) -> impl Iterator<Item = usize> {
        let columns = kind.columns.iter().enumerate();
        columns.filter(|(_, column)| matches!(column.value, ValueType::PastDate)).map(|(place, _)| place)
    }

    /// What is known beside a cell of the kind's column.
    pub fn context(&self, sheet: &Sheet, place: usize) -> Context {
        Context {
            today: self.settings.today,
            dates: sheet.date_system(),
            order: self.orders[place],
            likely: self.likely[place],
            ask_swapped: self.ask_swapped[place],
        }
    }

    /// Returns a date cell's evidence about how the column's dates are meant; `None` for a skipped row.
    pub fn sign(&self, sheet: &Sheet, row: u32, place: usize) -> Option<Sign> {
        let cell = self.overlay.cell(sheet, row, self.mapping.places[place], Some(place));
        Sign::of(cell, sheet.date_system(), self.settings.today).filter(|_| self.counts(sheet, row))
    }

    /// Returns true if a person skips a row.
    pub fn leaves_out(&self, sheet: &Sheet, row: u32) -> bool {
        self.overlay.leaves_out(sheet, &self.mapping, row, self.non_data_row(row).is_none())
    }

    /// Returns true if a row's cells say something of their columns.
    pub fn counts(&self, sheet: &Sheet, row: u32) -> bool {
        !self.leaves_out(sheet, row) && !self.skips(sheet, row)
    }

    /// Whether a person said the order of a column's text dates.
    pub fn order_is_said(&self, place: usize) -> bool {
        self.settings.date_order.is_some() || self.overlay.order(place).is_some()
    }
}

/// Reads rows into itself, so that a row costs no memory of its own.
pub(crate) struct RowReader<'a> {
    reading: &'a Reading,
    sheet: &'a Sheet,
    /// The row's number, from 0.
    pub at: u32,
    /// Its values.
    pub row: TypedRow<'a>,
    /// What is to be said of it, with the column's place.
    pub notes: Vec<(Option<u16>, Note)>,
    scratch: Vec<Note>,
}

impl<'a> RowReader<'a> {
    pub fn new(reading: &'a Reading, sheet: &'a Sheet) -> Self {
        let row = TypedRow::with_columns(reading.kind.columns.len());
        Self { reading, sheet, at: 0, row, notes: Vec::new(), scratch: Vec::new() }
    }

    /// Reads the row `at`.
    pub fn read(&mut self, at: u32) {
        self.at = at;
        self.row.clear();
        self.notes.clear();
        let Reading { kind, settings, .. } = self.reading;
        if let Some(found) = self.reading.non_data_row(at) {
            self.notes.push((None, found.note(kind.row_title)));
            return;
        }
        if let Some(note) = self.reading.ragged_rows.note(self.sheet, &self.reading.overlay, at) {
            let blocks = note.code.severity == Severity::Error;
            self.notes.push((None, note));
            if blocks {
                // What its cells contain may belong elsewhere, so nothing is said about them one by one.
                return;
            }
        }
        let is_marked = self.reading.apostrophes.mark_row(self.sheet, at);
        for (place, column) in kind.columns.iter().enumerate() {
            if let (Some(source), true) = (settings.source, kind.source_column == Some(place)) {
                self.row.set(place, Some(Typed::Item(source)));
                continue;
            }
            let file_column = self.reading.mapping.places[place];
            if file_column.is_none() && !self.reading.overlay.fills_blanks(place) {
                continue;
            }
            let cell = self.reading.overlay.cell(self.sheet, at, file_column, Some(place));
            let context = self.reading.context(self.sheet, place);
            self.scratch.clear();
            let unmarked = self.without_mark(cell, file_column, column, is_marked);
            self.row.set(place, parse(column, unmarked.unwrap_or(cell), &context, &mut self.scratch));
            if unmarked.is_some() && !has_error(&self.scratch) {
                self.scratch.push(mark_removed());
            }
            self.tell_parts(cell, file_column);
            self.tell_looked_up(cell, file_column, column);
            if has_error(&self.scratch) {
                self.row.set_wrong(place);
            } else if self.row.get(place).is_none() && column.required == Required::Always {
                self.scratch.push(required_missing(column.name, &column.value.expectation()));
                self.row.set_wrong(place);
            }
            if cell.is_blank() {
                self.scratch.extend(self.reading.second.note(kind, self.sheet, at, place));
            }
            self.notes.extend(self.scratch.drain(..).map(|note| (Some(place as u16), note)));
        }
        if let (Some(place), Some(copy)) = (kind.reference_column, &settings.reference)
            && let Some(Typed::Uuid(id)) = self.row.get(place)
            && !copy.holds(*id)
        {
            self.notes.push((Some(place as u16), copy.note()));
        }
        for rule in kind.row_rules {
            if let Some(found) = self.row.judge(rule) {
                let note = Note::new(rule.code, found.message, found.hint);
                self.notes.push((found.column.map(|column| column as u16), note));
            }
        }
    }

    /// Says of a value that isn't an ID what the list has for it, in a column whose IDs are looked up.
    fn tell_looked_up(&mut self, cell: Cell<'a>, at: Option<u32>, column: &Column) {
        let Some(lookup) = at.and_then(|at| self.reading.settings.lookups.at(at)) else { return };
        let Some(note) = self.scratch.iter_mut().find(|note| note.code == codes::NOT_A_UUID) else { return };
        if let Some(found) = lookup.note(column, &cell_text(cell, self.sheet.date_system())) {
            *note = found;
        }
    }

    /// Says of an untouched combined cell what is to be said of its parts.
    fn tell_parts(&mut self, cell: Cell<'a>, at: Option<u32>) {
        let combination = at.and_then(|at| Some((at, self.reading.combinations.get(&at)?)));
        if let Some((_, combination)) = combination.filter(|(at, _)| self.sheet.cell(self.at, *at) == cell)
            && !has_error(&self.scratch)
        {
            let mut notes = combination.notes(self.sheet, self.at);
            // Something else may have been typed into an annotated copy.
            notes.retain(|_| combination.cell(self.sheet, self.at).cell() == cell);
            for note in notes {
                if !self.scratch.iter().any(|told| told.code == note.code) {
                    self.scratch.push(note);
                }
            }
        }
    }

    /// Returns a text of the file without the apostrophe in front, where apostrophes are marks. What a person types stays as it is.
    fn without_mark(&self, cell: Cell<'a>, at: Option<u32>, column: &Column, is_marked: bool) -> Option<Cell<'a>> {
        let at = at.filter(|_| may_have_mark(&column.value))?;
        let unmarked = self.reading.apostrophes.without_mark(cell, at, is_marked)?;
        (self.sheet.cell(self.at, at) == cell).then_some(unmarked)
    }

    /// Whether anything in the row is wrong.
    pub fn is_wrong(&self) -> bool {
        self.notes.iter().any(|(_, note)| note.code.severity == Severity::Error)
    }

    /// At most how many bytes the row takes in a batch's JSON.
    pub fn json_size(&self) -> u32 {
        let fields = self.reading.kind.columns.iter().enumerate().filter_map(|(place, column)| {
            let value = match self.row.get(place)? {
                Typed::Text(text) => {
                    text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n')).count()
                }
                Typed::Uuid(_) => 36,
                Typed::Date(_) => 10,
                Typed::Item(name) => name.len(),
                Typed::Whole(_) => 20,
            };
            Some(column.name.len() + value + 6)
        });
        // `{"row":1048576},` and the fields.
        (fields.sum::<usize>() + 17) as u32
    }
}

pub(crate) fn required_missing(column: &str, expectation: &str) -> Note {
    Note::new(codes::REQUIRED_MISSING, format!("{column} is blank; expected {expectation}."), "Fill the cell in.")
}

//! The sheet part, cell by cell in one pass: values, hidden rows, formulas without a result, merged ranges.

use std::io::Read;

use lanegate_sheet::{Cell, HazardKind, MAX_COLUMNS, MAX_ROWS, Sheet};
use lanegate_wire::Unreadable;
use quick_xml::events::{BytesStart, Event};

use super::{place, strings};
use crate::hazards::Hazards;
use crate::numfmt::Shown;
use crate::{budget, refusal, xml};

/// Stands in a cell whose value the file names but does not hold.
pub(super) const BROKEN: &str = "#BROKEN!";

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// One pass over a sheet part.
pub(super) struct Walk<'a> {
    sheet: &'a mut Sheet,
    styles: &'a [Shown],
    strings: strings::Table,
    /// Rows from here on are not read.
    pub(super) last_row: u32,
    /// Cells whose shared strings are to be filled in: (string number, row, column).
    pub(super) wanted: Vec<(usize, u32, u32)>,
    pub(super) hazards: Hazards,
    row: u32,
    column: u32,
    cell: Current,
}

/// The cell being read. Its buffers are used again for the next one.
#[derive(Default)]
struct Current {
    open: bool,
    kind: Kind,
    style: usize,
    has_formula: bool,
    has_value: bool,
    in_value: bool,
    phonetic: bool,
    text: String,
}

/// What the cell's `t` attribute says.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    FormulaText,
    Bool,
    Error,
    IsoDate,
}

impl<'a> Walk<'a> {
    pub(super) fn new(sheet: &'a mut Sheet, styles: &'a [Shown], strings: strings::Table) -> Self {
        let cell = Current::default();
        let (last_row, wanted, hazards) = (u32::MAX, Vec::new(), Hazards::default());
        Self { sheet, styles, strings, last_row, wanted, hazards, row: 0, column: 0, cell }
    }

    /// Reads the part to the end of its merged ranges.
    pub(super) fn run(&mut self, part: impl Read, progress: &mut dyn FnMut(u32)) -> Result<(), Unreadable> {
        let mut reader = xml::reader(part)?;
        let mut buf = Vec::with_capacity(1_024);
        let (mut in_rows, mut seen_rows, mut told) = (false, false, 0);
        loop {
            buf.clear();
            let event = match reader.read_event_into(&mut buf) {
                Ok(event) => event,
                // What follows the rows is formatting; its faults hide no value.
                Err(_) if seen_rows && !in_rows => return Ok(()),
                Err(error) => return Err(xml::damaged(&error)),
            };
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "c" if in_rows => self.start_cell(&element),
                    "v" if self.cell.open => {
                        self.cell.in_value = self.cell.kind != Kind::Inline;
                        self.cell.has_value |= self.cell.in_value;
                    }
                    "t" if self.cell.open && self.cell.kind == Kind::Inline && !self.cell.phonetic => {
                        self.cell.in_value = true;
                        self.cell.has_value = true;
                    }
                    "f" if self.cell.open => self.cell.has_formula = true,
                    "rPh" => self.cell.phonetic = true,
                    "row" if in_rows => {
                        self.start_row(&element);
                        if self.row >= self.last_row {
                            return Ok(());
                        }
                        if self.row >= told + PROGRESS_ROWS {
                            told = self.row;
                            progress(told);
                        }
                    }
                    "sheetData" => (in_rows, seen_rows) = (true, true),
                    "mergeCell" if !in_rows => self.merge(&element),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" if self.cell.open => self.end_cell()?,
                    "v" | "t" => self.cell.in_value = false,
                    "rPh" => self.cell.phonetic = false,
                    "row" if in_rows => self.row = self.row.saturating_add(1),
                    "sheetData" => {
                        in_rows = false;
                        progress(self.sheet.row_count());
                    }
                    "mergeCells" => return Ok(()),
                    _ => {}
                },
                Event::Text(content) if self.cell.in_value => {
                    self.cell.text.push_str(&content.xml10_content());
                    if self.cell.text.len() > budget::CELL_TEXT {
                        return Err(refusal::TOO_LARGE.with("one of its cells holds more than four million characters"));
                    }
                }
                Event::CData(content) if self.cell.in_value => self.cell.text.push_str(&content.xml10_content()),
                Event::GeneralRef(reference) if self.cell.in_value => {
                    xml::push_entity(&reference, &mut self.cell.text);
                }
                Event::Eof if in_rows => return Err(refusal::DAMAGED.with("its sheet breaks off before its last row")),
                Event::Eof if !seen_rows => return Err(refusal::DAMAGED.with("its sheet has no rows part")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        self.column = 0;
        let mut hidden = false;
        for (name, value) in xml::attributes(element) {
            match name {
                "r" => {
                    if let Some(row) = place::row(value.trim().as_bytes()) {
                        self.row = row;
                    }
                }
                "hidden" => hidden = xml::truth(value) == Some(true),
                _ => {}
            }
        }
        if hidden {
            self.sheet.hide_row(self.row);
        }
    }

    #[inline]
    fn start_cell(&mut self, element: &BytesStart<'_>) {
        let cell = &mut self.cell;
        cell.text.clear();
        (cell.open, cell.kind, cell.style) = (true, Kind::Number, 0);
        (cell.has_formula, cell.has_value, cell.in_value, cell.phonetic) = (false, false, false, false);
        for (name, value) in xml::attributes(element) {
            match name {
                "r" => {
                    if let Some((row, column)) = place::cell(value.trim()) {
                        (self.row, self.column) = (row, column);
                    }
                }
                "s" => cell.style = value.trim().parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "s" => Kind::Shared,
                        "str" => Kind::FormulaText,
                        "inlineStr" | "is" => Kind::Inline,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::IsoDate,
                        _ => Kind::Number,
                    };
                }
                _ => {}
            }
        }
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let (row, column) = (self.row, self.column);
        self.column = self.column.saturating_add(1);
        self.cell.open = false;
        let Current { kind, has_formula, has_value, .. } = self.cell;
        let empty = self.cell.text.is_empty();
        if !has_value || empty {
            // `<v></v>` is the empty text where the formula's result is text, and no result where it is a number.
            if has_formula && !(has_value && kind == Kind::FormulaText) {
                self.hazards.note(HazardKind::FormulaWithoutResult, Some((row, column)), "");
                return self.set(row, column, Cell::NoResult);
            }
            return Ok(());
        }
        let text = std::mem::take(&mut self.cell.text);
        let result = self.value(row, column, kind, &text);
        self.cell.text = text;
        result
    }

    fn value(&mut self, row: u32, column: u32, kind: Kind, text: &str) -> Result<(), Unreadable> {
        match kind {
            Kind::Number => match number(text) {
                Some(number) => {
                    let shown = self.styles.get(self.cell.style).copied().unwrap_or_default();
                    let cell = match shown {
                        Shown::Number => Cell::Number(number),
                        Shown::Date => Cell::Date(number),
                        Shown::Duration => Cell::Duration(number),
                    };
                    self.set(row, column, cell)
                }
                None => {
                    self.hazards.note(HazardKind::BrokenCell, Some((row, column)), "a number that is none");
                    self.set(row, column, Cell::Text(text))
                }
            },
            Kind::Shared => self.shared(row, column, text.trim().parse().ok()),
            Kind::Inline | Kind::FormulaText => self.set(row, column, Cell::Text(&strings::unescape(text))),
            Kind::Bool => match xml::truth(text) {
                Some(truth) => self.set(row, column, Cell::Bool(truth)),
                None => {
                    self.hazards.note(HazardKind::BrokenCell, Some((row, column)), "a truth value that is none");
                    self.set(row, column, Cell::Text(text))
                }
            },
            Kind::Error => self.set(row, column, Cell::Error(text.trim())),
            Kind::IsoDate => self.set(row, column, Cell::IsoDate(text.trim())),
        }
    }

    fn shared(&mut self, row: u32, column: u32, number: Option<usize>) -> Result<(), Unreadable> {
        match (&self.strings, number) {
            (strings::Table::Later, Some(number)) if row < MAX_ROWS && column < MAX_COLUMNS => {
                self.wanted.push((number, row, column));
                Ok(())
            }
            (strings::Table::Ids(ids), Some(number)) if number < ids.len() => {
                let id = ids[number];
                if row >= MAX_ROWS || column >= MAX_COLUMNS {
                    return self.set(row, column, Cell::Error(BROKEN));
                }
                self.sheet.set_text(row, column, id).map_err(|_| too_many_cells())
            }
            _ => {
                self.hazards.note(HazardKind::BrokenCell, Some((row, column)), "a text that the file does not hold");
                self.set(row, column, Cell::Error(BROKEN))
            }
        }
    }

    fn set(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), Unreadable> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            self.hazards.note(HazardKind::BrokenCell, None, "a cell outside of Excel's limits");
            return Ok(());
        }
        self.sheet.set(row, column, cell).map_err(|_| too_many_cells())
    }

    fn merge(&mut self, element: &BytesStart<'_>) {
        let range = xml::attribute(element, "ref").and_then(|range| place::range(&range));
        if let Some((first, last)) = range {
            self.hazards.merged(first, last);
        }
    }
}

fn too_many_cells() -> Unreadable {
    refusal::TOO_LARGE.with("its sheet holds more cells or text than can be checked at once")
}

/// A number as the file writes it. Rust also reads `inf` and `nan`, which no spreadsheet stores.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let starts = text.bytes().next().is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.'));
    text.parse().ok().filter(|number: &f64| starts && number.is_finite())
}

/// Whether a sheet part holds any value, as soon as that is known.
pub(super) fn holds_data(part: impl Read) -> bool {
    let Ok(mut reader) = xml::reader(part) else { return false };
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
            Ok(Event::Start(element)) if matches!(element.local_name().as_ref(), "v" | "is" | "f") => return true,
            Ok(Event::End(element)) if element.local_name().as_ref() == "sheetData" => return false,
            Ok(Event::Eof) | Err(_) => return false,
            _ => {}
        }
    }
}

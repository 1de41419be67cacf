//! The sheet part, cell by cell in one pass: values, hidden rows, formulas without a result, merged ranges.

use std::io::Read;

use lanegate_sheet::{Cell, MAX_ROWS};
use lanegate_wire::Unreadable;
use quick_xml::events::{BytesStart, Event};

use super::{place, strings};
use crate::numfmt::Shown;
use crate::sink::{Sink, too_long};
use crate::{budget, refusal, xml};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// One pass over a sheet part.
pub(super) struct Walk<'a> {
    sink: &'a mut Sink,
    styles: &'a [Shown],
    strings: strings::Table,
    /// Rows from here on are not read.
    pub(super) last_row: u32,
    /// Cells whose shared strings are to be filled in: (string number, row, column).
    pub(super) wanted: Vec<(usize, u32, u32)>,
    row: u32,
    column: u32,
    cell: Current,
    /// The filter being read.
    filter: Option<Filter>,
}

/// A filter's range, and whether it leaves rows out.
pub(super) struct Filter {
    pub(super) first: (u32, u32),
    pub(super) last: (u32, u32),
    pub(super) is_set: bool,
}

impl Filter {
    /// The filter that an `autoFilter` element states.
    pub(super) fn new(element: &BytesStart<'_>) -> Option<Self> {
        let (first, last) = xml::attribute(element, "ref").and_then(|range| place::range(&range))?;
        Some(Self { first, last, is_set: false })
    }
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
    pub(super) fn new(sink: &'a mut Sink, styles: &'a [Shown], strings: strings::Table) -> Self {
        let cell = Current::default();
        Self { sink, styles, strings, last_row: u32::MAX, wanted: Vec::new(), row: 0, column: 0, cell, filter: None }
    }

    /// Reads the part to the end of its merged ranges.
    pub(super) fn run(&mut self, part: impl Read, progress: &mut dyn FnMut(u32)) -> Result<(), Unreadable> {
        let mut reader = xml::reader(part)?;
        let mut buf = Vec::with_capacity(1_024);
        let (mut in_rows, mut seen_rows, mut told) = (false, false, 0);
        loop {
            let event = match reader.next(&mut buf) {
                Ok(event) => event,
                // What follows the rows is formatting; its faults hide no value.
                Err(_) if seen_rows && !in_rows => return Ok(()),
                Err(refused) => return Err(refused),
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
                        if self.row >= told + PROGRESS_ROWS && self.row < MAX_ROWS {
                            told = self.row;
                            progress(told);
                        }
                    }
                    "sheetData" => (in_rows, seen_rows) = (true, true),
                    "mergeCell" if !in_rows => self.merge(&element),
                    "autoFilter" if !in_rows => self.filter = Filter::new(&element),
                    "filterColumn" => self.filter.iter_mut().for_each(|filter| filter.is_set = true),
                    "dimension" if !seen_rows => self.dimension(&element),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" if self.cell.open => self.end_cell()?,
                    "v" | "t" => self.cell.in_value = false,
                    "rPh" => self.cell.phonetic = false,
                    "row" if in_rows => self.row = (self.row + 1).min(MAX_ROWS),
                    "autoFilter" => {
                        if let Some(filter) = self.filter.take().filter(|filter| filter.is_set) {
                            self.sink.hazards.filtered(filter.first, filter.last);
                        }
                    }
                    "sheetData" => {
                        in_rows = false;
                        progress(self.sink.sheet.row_count());
                    }
                    "mergeCells" => return Ok(()),
                    _ => {}
                },
                Event::Text(content) if self.cell.in_value => {
                    self.cell.text.push_str(&content.xml10_content());
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
            if self.cell.text.len() > budget::CELL_TEXT {
                return Err(too_long());
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
                        // All rows beyond the limit are one: none of them is kept.
                        self.row = row.min(MAX_ROWS);
                    }
                }
                "hidden" => hidden = xml::truth(value) == Some(true),
                _ => {}
            }
        }
        if hidden {
            self.sink.sheet.hide_row(self.row);
        }
        self.sink.hazards.reach(self.row, 0);
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
        // A cell may name another row than the one that it stands in.
        if row >= self.last_row {
            return Ok(());
        }
        let Current { kind, has_formula, has_value, .. } = self.cell;
        let empty = self.cell.text.is_empty();
        if !has_value || empty {
            // `<v></v>` is the empty text where the formula's result is text, and no result where it is a number.
            if has_formula && !(has_value && kind == Kind::FormulaText) {
                return self.sink.set_no_result(row, column);
            }
            return self.sink.blank(row, column);
        }
        let text = self.cell.text.as_str();
        match kind {
            Kind::Number => match number(text) {
                Some(number) => {
                    let shown = self.styles.get(self.cell.style).copied().unwrap_or_default();
                    self.sink.set_number(row, column, number, shown)
                }
                None => self.sink.set_broken(row, column, Cell::Text(text), "a number that is none"),
            },
            Kind::Shared => match (&self.strings, text.trim().parse().ok()) {
                (strings::Table::Later, Some(number)) => {
                    self.sink.count(column)?;
                    self.wanted.push((number, row, column));
                    Ok(())
                }
                (strings::Table::Later, None) => self.sink.set_shared(row, column, &[], None),
                (strings::Table::Ids(ids), number) => self.sink.set_shared(row, column, ids, number),
            },
            Kind::Inline | Kind::FormulaText => self.sink.set(row, column, Cell::Text(&strings::unescape(text))),
            Kind::Bool => match xml::truth(text) {
                Some(truth) => self.sink.set(row, column, Cell::Bool(truth)),
                None => self.sink.set_broken(row, column, Cell::Text(text), "a truth value that is none"),
            },
            Kind::Error => self.sink.set(row, column, Cell::Error(text.trim())),
            Kind::IsoDate => self.sink.set(row, column, Cell::IsoDate(text.trim())),
        }
    }

    /// The range that the file says the sheet takes; some programs state none, or nonsense.
    fn dimension(&mut self, element: &BytesStart<'_>) {
        if let Some((_, last)) = xml::attribute(element, "ref").and_then(|range| place::range(&range)) {
            self.sink.hazards.reach(last.0, last.1);
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>) {
        let range = xml::attribute(element, "ref").and_then(|range| place::range(&range));
        if let Some((first, last)) = range {
            self.sink.hazards.merged(first, last);
        }
    }
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
        match reader.next(&mut buf) {
            Ok(Event::Start(element)) if matches!(element.local_name().as_ref(), "v" | "is" | "f") => return true,
            Ok(Event::End(element)) if element.local_name().as_ref() == "sheetData" => return false,
            Ok(Event::Eof) | Err(_) => return false,
            _ => {}
        }
    }
}

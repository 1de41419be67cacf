//! The sheet part, cell by cell in one pass: values, hidden rows, formulas without a result, merged ranges.

use std::io::Read;

use lanegate_sheet::{Cell, MAX_ROWS};
use lanegate_wire::Unreadable;
use quick_xml::events::{BytesStart, Event};

use super::head::{Head, Kind};
use super::links::Links;
use super::open_cell::OpenCell;
use super::straight::{self, Piece};
use super::{place, strings};
use crate::numfmt::Shown;
use crate::sink::{BROKEN, Sink, too_long};
use crate::{budget, formulas, refusal, xml};

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
    pub(super) links: Links,
    row: u32,
    column: u32,
    cell: OpenCell,
    /// The filter being read.
    filter: Option<Filter>,
    /// The row that progress was told of last.
    told: u32,
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

impl<'a> Walk<'a> {
    pub(super) fn new(sink: &'a mut Sink, styles: &'a [Shown], strings: strings::Table) -> Self {
        let cell = OpenCell::default();
        Self {
            sink,
            styles,
            strings,
            last_row: u32::MAX,
            wanted: Vec::new(),
            links: Links::default(),
            row: 0,
            column: 0,
            cell,
            filter: None,
            told: 0,
        }
    }

    /// Reads the part to the end of its links.
    pub(super) fn run(&mut self, part: &mut impl Read, progress: &mut dyn FnMut(u32)) -> Result<(), Unreadable> {
        let mut reader = xml::reader(part)?;
        let mut buf = Vec::with_capacity(1_024);
        let (mut in_rows, mut seen_rows) = (false, false);
        loop {
            let event = match reader.next(&mut buf) {
                Ok(event) => event,
                // What follows the rows is formatting; its faults hide no value.
                Err(_) if seen_rows && !in_rows => return Ok(()),
                Err(refused) => return Err(refused),
            };
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "c" if in_rows => {
                        let head = Head::of(xml::attributes(&element));
                        if head.is_misplaced {
                            return Err(misplaced("cell", &xml::attribute(&element, "r").unwrap_or_default()));
                        }
                        self.cell.begin(head);
                        (self.row, self.column) = head.place.unwrap_or((self.row, self.column));
                    }
                    name @ ("v" | "is" | "t" | "f") if self.cell.open => self.cell.start(name),
                    "rPh" => self.cell.phonetic = true,
                    "row" if in_rows => {
                        self.start_row(xml::attributes(&element), progress)?;
                        if self.row >= self.last_row {
                            return Ok(());
                        }
                    }
                    "sheetData" if seen_rows => {
                        return Err(refusal::DAMAGED.with("its sheet holds two tables of rows"));
                    }
                    "sheetData" => (in_rows, seen_rows) = (true, true),
                    "mergeCell" if !in_rows => self.merge(&element),
                    "autoFilter" if !in_rows => self.filter = Filter::new(&element),
                    "filterColumn" => self.filter.iter_mut().for_each(|filter| filter.is_set = true),
                    "dimension" if !seen_rows => self.dimension(&element),
                    "col" if !seen_rows => self.columns(&element),
                    "hyperlink" if !in_rows => self.link(&element),
                    // The order of elements is fixed; links come before these.
                    "pageMargins" | "pageSetup" | "tableParts" if seen_rows && !in_rows => return Ok(()),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" if self.cell.open => {
                        self.end_cell()?;
                        if in_rows && self.straight(&mut reader, progress)? {
                            return Ok(());
                        }
                    }
                    name @ ("v" | "is" | "t" | "f") => self.cell.end(name),
                    "rPh" => self.cell.phonetic = false,
                    "row" if in_rows => self.end_row(),
                    "autoFilter" => {
                        if let Some(filter) = self.filter.take().filter(|filter| filter.is_set) {
                            self.sink.hazards.filtered(filter.first, filter.last);
                        }
                    }
                    "sheetData" => {
                        in_rows = false;
                        progress(self.sink.sheet.row_count());
                    }
                    "hyperlinks" => return Ok(()),
                    _ => {}
                },
                Event::Text(content) => {
                    if let Some(text) = self.cell.taker() {
                        text.push_str(&content.xml10_content());
                    }
                }
                Event::CData(content) => {
                    if let Some(text) = self.cell.taker() {
                        text.push_str(&content.xml10_content());
                    }
                }
                Event::GeneralRef(reference) => {
                    if let Some(text) = self.cell.taker() {
                        xml::push_entity(&reference, text);
                    }
                }
                Event::Eof if in_rows => return Err(refusal::DAMAGED.with("its sheet breaks off before its last row")),
                Event::Eof if !seen_rows => return Err(refusal::DAMAGED.with("its sheet has no rows part")),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if self.cell.text.len().max(self.cell.formula.len()) > budget::CELL_TEXT {
                return Err(too_long());
            }
        }
    }

    /// Takes what is ahead as far as it is plain. Says whether the last row that is read is behind.
    fn straight<R: Read>(
        &mut self,
        reader: &mut xml::Events<R>,
        progress: &mut dyn FnMut(u32),
    ) -> Result<bool, Unreadable> {
        let (mut taken, mut is_behind) = (0, false);
        let ahead = reader.ahead();
        while let Some((piece, length)) = straight::piece(&ahead[taken..]) {
            match piece {
                Piece::Cell(Head { kind: Kind::Inline, .. }, Some(_)) => break,
                Piece::Cell(head, value) => {
                    (self.row, self.column) = head.place.unwrap_or((self.row, self.column));
                    let (row, column) = (self.row, self.column);
                    self.column = self.column.saturating_add(1);
                    match value.filter(|value| !value.is_empty()) {
                        _ if row >= self.last_row => {}
                        Some(text) => self.value((row, column), head, text)?,
                        None => self.sink.blank(row, column)?,
                    }
                }
                Piece::Row(attributes) => {
                    self.end_row();
                    self.start_row(xml::attributes_in(attributes), progress)?;
                    is_behind = self.row >= self.last_row;
                }
            }
            taken += length;
            if is_behind {
                break;
            }
        }
        reader.take(taken);
        Ok(is_behind)
    }

    fn end_row(&mut self) {
        self.row = (self.row + 1).min(MAX_ROWS);
    }

    fn start_row(&mut self, attributes: xml::Attributes<'_>, progress: &mut dyn FnMut(u32)) -> Result<(), Unreadable> {
        self.column = 0;
        let mut hidden = false;
        for (name, value) in attributes {
            match (name, value.trim()) {
                ("r", "") => {}
                // All rows beyond the limit are one: none of them is kept.
                ("r", place) => {
                    self.row = place::row(place.as_bytes()).ok_or_else(|| misplaced("row", place))?.min(MAX_ROWS);
                }
                ("hidden", value) => hidden = xml::truth(value) == Some(true),
                _ => {}
            }
        }
        if hidden {
            self.sink.sheet.hide_row(self.row);
        }
        self.sink.hazards.reach(self.row, 0);
        if self.row >= self.told + PROGRESS_ROWS && self.row < MAX_ROWS.min(self.last_row) {
            self.told = self.row;
            progress(self.told);
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let (row, column) = (self.row, self.column);
        self.column = self.column.saturating_add(1);
        self.cell.open = false;
        // A cell may name another row than the one that it stands in.
        if row >= self.last_row {
            return Ok(());
        }
        if !self.cell.settle() {
            return self.sink.set_broken(row, column, Cell::Error(BROKEN), "two values");
        }
        let OpenCell { kind, has_formula, has_value, .. } = self.cell;
        if has_formula && let Some(target) = formulas::link(&self.cell.formula) {
            self.sink.sheet.link((row, column), (row, column), &target);
        }
        let empty = self.cell.text.is_empty();
        if !has_value || empty {
            // `<v></v>` is the empty text where the formula's result is text, and no result where it is a number.
            if has_formula && !(has_value && kind == Kind::FormulaText) {
                self.sink.sheet.keep_formula(row, column, &self.cell.formula);
                return self.sink.set_no_result(row, column);
            }
            return self.sink.blank(row, column);
        }
        if has_formula && !self.is_calculated() {
            self.sink.sheet.keep_formula(row, column, &self.cell.formula);
            return self.sink.set_no_result(row, column);
        }
        let head = Head { style: self.cell.style, kind, ..Head::default() };
        let text = std::mem::take(&mut self.cell.text);
        let done = self.value((row, column), head, &text);
        self.cell.text = text;
        done
    }

    /// Returns true if the result of the formula at hand is one: a 0 is none where only a text can come of it, and doubted where the workbook
    /// wants to be calculated when it is opened.
    fn is_calculated(&mut self) -> bool {
        let OpenCell { kind, text, formula, .. } = &self.cell;
        // PhpSpreadsheet writes the text "0".
        let is_zero = match kind {
            Kind::Number => number(text) == Some(0.0),
            _ => *kind == Kind::FormulaText && text == "0",
        };
        if is_zero {
            if *kind == Kind::Number && formulas::gives_text(formula) {
                return false;
            }
            // Day zero is no value in any case: it is told as what it is, which names an empty cell as the usual reason.
            let is_day = *kind == Kind::Number && self.styles.get(self.cell.style) == Some(&Shown::Date);
            // Apache POI writes so, without a word in the workbook; Excel writes no such number.
            if !is_day && (self.sink.results.wanted || text.trim() == "0.0") {
                let (row, column) = (self.row, self.column.saturating_sub(1));
                self.sink.results.doubt(row, column);
                self.sink.sheet.keep_formula(row, column, formula);
            }
        } else if formulas::link(formula).is_none() {
            self.sink.results.trust();
        }
        true
    }

    /// Stores the value that a cell's text stands for.
    fn value(&mut self, (row, column): (u32, u32), head: Head, text: &str) -> Result<(), Unreadable> {
        match head.kind {
            Kind::Number => match number(text) {
                Some(number) => {
                    let shown = self.styles.get(head.style).copied().unwrap_or_default();
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

    /// A link whose address is in the sheet's relationships.
    fn link(&mut self, element: &BytesStart<'_>) {
        let range = xml::attribute(element, "ref").and_then(|range| place::range(&range));
        if let (Some(range), Some(id)) = (range, xml::attribute(element, "id")) {
            self.links.add(range, id);
        }
    }

    /// Columns of one width, which may be hidden.
    fn columns(&mut self, element: &BytesStart<'_>) {
        let number = |name: &str| xml::attribute(element, name).and_then(|value| value.trim().parse::<u32>().ok());
        let is_narrow = xml::attribute(element, "width").and_then(|width| width.trim().parse().ok()) == Some(0.0);
        let is_hidden =
            is_narrow || xml::attribute(element, "hidden").and_then(|value| xml::truth(&value)) == Some(true);
        if let (true, Some(first), Some(last)) = (is_hidden, number("min"), number("max")) {
            self.sink.sheet.hide_columns(first.saturating_sub(1), last.saturating_sub(1));
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>) {
        let range = xml::attribute(element, "ref").and_then(|range| place::range(&range));
        if let Some((first, last)) = range {
            self.sink.hazards.merged(first, last);
        }
    }
}

/// The refusal of a cell reference that can't be read: it is unknown where the value and those after it belong.
fn misplaced(what: &str, place: &str) -> Unreadable {
    let place: String = place.chars().take(20).collect();
    refusal::DAMAGED.with(&format!("one of its {what}s is at a place that can't be read, {place:?}"))
}

/// A number as the file writes it. Rust also reads `inf` and `nan`, which no spreadsheet stores.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let starts = text.bytes().next().is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.'));
    text.parse().ok().filter(|number: &f64| starts && number.is_finite())
}

/// Whether a sheet part holds any value, as soon as that is known.
pub(super) fn holds_data(part: &mut impl Read) -> bool {
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

#[cfg(test)]
mod tests {
    use std::io::Read;

    use lanegate_sheet::{Cell, DateSystem, Sheet};

    use super::{Sink, Walk, strings};
    use crate::xml::tests::{Bytewise, shuffled};

    fn read(mut part: impl Read, last_row: u32) -> (Result<(), String>, Vec<u32>, Vec<String>) {
        let mut sink = Sink::new(Sheet::new("Data".to_owned(), DateSystem::Y1900), u32::MAX);
        let (zero, one) = (sink.intern("zero").unwrap(), sink.intern("one").unwrap());
        let mut told = Vec::new();
        let mut walk = Walk::new(&mut sink, &[], strings::Table::Ids(vec![zero, one]));
        walk.last_row = last_row;
        let ended = walk.run(&mut part, &mut |row| told.push(row)).map_err(|refused| refused.code);
        let sheet = sink.finish();
        let mut cells = Vec::new();
        for row in 0..sheet.row_count() {
            let filled = (0..sheet.column_count()).map(|column| (column, sheet.cell(row, column)));
            cells.extend(filled.filter(|(_, cell)| *cell != Cell::Blank).map(|at| format!("{row} {at:?}")));
            cells.extend(sheet.is_row_hidden(row).then(|| format!("{row} hidden")));
        }
        cells.extend(sheet.hazards.iter().map(|hazard| format!("{hazard:?}")));
        (ended, told, cells)
    }

    #[test]
    fn rows_taken_straight_are_those_of_the_events() {
        let pieces = [
            "<c r=\"A1\"><v>1</v></c>",
            "<c r=\"B1\" s=\"1\" t=\"s\"><v>1</v></c>",
            "<c r=\"C7\" t=\"s\"><v>9</v></c>",
            "<c r=\"D2\" s=\"3\"/>",
            "<c t=\"s\"><v>0</v></c>",
            "<c s=\"1\"><v>2.5e3</v></c>",
            "<c><v>3</v></c>",
            "<c r=\"\"><v>4</v></c>",
            "<c r=\"A2\"><v>4</v><v>5</v></c>",
            "<c r=\"A2\"><v>4</v><v>4</v></c>",
            "<c r=\"A2\" t=\"str\"><is><t>a</t></is></c>",
            "<c r=\"A2\" xmlns=\"urn:other\"><v>4</v></c>",
            "<c r=\"E3\"><v></v></c>",
            "<c r=\"E4\" t=\"str\"><v></v></c>",
            "<c r=\"F3\"><v>no number</v></c>",
            "<c r=\"G3\" t=\"str\"><v>_x0041_ &lt; b</v></c>",
            "<c r=\"G4\" t=\"str\"><v>_x0041_ b</v></c>",
            "<c r=\"H3\"><f>1+1</f><v>2</v></c>",
            "<c r=\"H4\"><f>1+1</f></c>",
            "<c r=\"I3\" t=\"inlineStr\"><is><t>a</t><rPh><t>no</t></rPh></is></c>",
            "<c r=\"I4\" t=\"inlineStr\"><v>1</v></c>",
            "<c r=\"J3\" t=\"b\"><v>1</v></c>",
            "<c r=\"J4\" t=\"e\"><v>#REF!</v></c>",
            "<c r=\"K3\" t=\"d\"><v>2025-05-01</v></c>",
            "</row><row r=\"5\">",
            "</row><row r=\"6\" hidden=\"1\" spans=\"1:7\">",
            "</row><row>",
            "</row><row ht=\"3\">",
            "</row><row r=\"8\"/><row r=\"9\">",
            "</row><row r=\"2500\">",
            "</row><row r=\"12\" xmlns=\"urn:other\">",
            "</row>\n<row r=\"10\">\n",
            "</row><row r=\"2000000\">",
            "</row></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
            "<x:c r=\"L1\"><x:v>5</x:v></x:c>",
        ];
        for round in 0..1_000 {
            let xml = format!(
                "<worksheet><sheetData><row r=\"1\">{}",
                shuffled(&pieces, round, if round % 40 == 0 { 4_000 } else { 30 })
            );
            let xml = if round % 5 == 0 { xml } else { xml + "</row></sheetData></worksheet>" };
            let last_row = if round % 3 == 0 { 6 } else { u32::MAX };
            let (straight, events) = (read(xml.as_bytes(), last_row), read(Bytewise(xml.as_bytes()), last_row));
            assert_eq!(straight, events, "round {round}: {xml}");
        }
    }
}

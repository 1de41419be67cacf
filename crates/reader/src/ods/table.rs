//! One table of the content part, row by row in one pass.

use std::io::Read;

use lanegate_sheet::{Cell, MAX_COLUMNS, MAX_ROWS, Sheet};
use lanegate_wire::Unreadable;
use quick_xml::events::{BytesStart, Event};

use super::value::{Stated, Value, count};
use crate::sink::{Sink, too_large, too_long};
use crate::{budget, refusal, xml};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// Elements in a paragraph whose text isn't part of the cell's: remarks, drawings, how to read a word.
const ASIDE_IN_TEXT: [&str; 21] = [
    "annotation",
    "annotation-end",
    "note",
    "ruby-text",
    "frame",
    "custom-shape",
    "caption",
    "rect",
    "line",
    "ellipse",
    "circle",
    "polygon",
    "polyline",
    "path",
    "regular-polygon",
    "connector",
    "measure",
    "control",
    "g",
    "scene",
    "page-thumbnail",
];

/// The refusal of an invalid count of repeats: it is unknown where the following cells belong.
fn no_count(value: &str) -> Unreadable {
    let value: String = value.chars().take(20).collect();
    refusal::DAMAGED.with(&format!("a row or cell is repeated {value:?} times, which is no count"))
}

/// One pass over a table.
pub(super) struct Walk {
    sink: Sink,
    /// Rows from here on are not read.
    rows: u32,
    row: u32,
    column: u32,
    /// Columns that the table has described so far.
    columns: u32,
    repeated: u32,
    hidden: bool,
    is_filtered: bool,
    /// The first and the last row that a filter leaves out.
    filtered: Option<(u32, u32)>,
    /// The row's cells that are not blank, each with its first column.
    cells: Vec<(u32, Stated)>,
    /// Bytes of their texts.
    bytes: usize,
    cell: Option<Stated>,
    paragraphs: u32,
    /// Inside of how many paragraphs.
    in_text: u32,
    /// How deep the element stands in the cell that was met last, and the one around it whose text is not the cell's.
    level: u32,
    aside: Option<u32>,
}

impl Walk {
    pub(super) fn new(sink: Sink, rows: u32) -> Self {
        Self {
            sink,
            rows,
            row: 0,
            column: 0,
            columns: 0,
            repeated: 1,
            hidden: false,
            is_filtered: false,
            filtered: None,
            cells: Vec::new(),
            bytes: 0,
            cell: None,
            paragraphs: 0,
            in_text: 0,
            level: 0,
            aside: None,
        }
    }

    /// Reads the table of that number.
    pub(super) fn run(
        &mut self,
        part: &mut impl Read,
        index: usize,
        progress: &mut dyn FnMut(u32),
    ) -> Result<(), Unreadable> {
        let mut reader = xml::reader(part)?;
        let mut buf = Vec::with_capacity(1_024);
        // Tables may stand in cells of tables; only those of the first level are sheets.
        let (mut depth, mut table, mut told) = (0_u32, None, 0);
        loop {
            let event = reader.next(&mut buf)?;
            match &event {
                Event::Start(element) if element.local_name().as_ref() == "table" => {
                    depth += 1;
                    if depth == 1 {
                        table = Some(table.map_or(0, |table: usize| table + 1));
                    }
                    continue;
                }
                Event::End(element) if element.local_name().as_ref() == "table" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && table == Some(index) {
                        progress(self.sink.sheet.row_count());
                        return Ok(());
                    }
                    continue;
                }
                Event::Eof => return Err(refusal::DAMAGED.with("its sheet breaks off before its end")),
                _ if depth != 1 || table != Some(index) => continue,
                _ => {}
            }
            match event {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => {
                    if self.end(element.local_name().as_ref())? {
                        return Ok(());
                    }
                    if self.row >= told + PROGRESS_ROWS && self.row < MAX_ROWS {
                        told = self.row;
                        progress(told);
                    }
                }
                Event::Text(content) => self.push_collapsed(&content),
                Event::CData(content) => self.push_collapsed(&content),
                Event::GeneralRef(reference) => {
                    let mut text = String::new();
                    xml::push_entity(&reference, &mut text);
                    self.push(&text);
                }
                _ => {}
            }
            if self.cell.as_ref().is_some_and(|cell| cell.text.len() > budget::CELL_TEXT) {
                return Err(too_long());
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        let name = element.local_name();
        let name: &str = name.as_ref();
        if self.cell.is_some() {
            self.start_in_cell(name, element);
            return Ok(());
        }
        match name {
            "table-column" => {
                let (mut repeated, mut is_hidden) = (1, false);
                for (name, value) in xml::attributes(element) {
                    match name {
                        "number-columns-repeated" => repeated = count(value).unwrap_or(1),
                        "visibility" => is_hidden = value != "visible",
                        _ => {}
                    }
                }
                let first = self.columns;
                self.columns = first.saturating_add(repeated);
                if is_hidden && repeated > 0 {
                    self.sink.sheet.hide_columns(first, self.columns - 1);
                }
            }
            "table-row" => {
                (self.column, self.repeated, self.hidden, self.is_filtered) = (0, 1, false, false);
                for (name, value) in xml::attributes(element) {
                    match name {
                        "number-rows-repeated" => self.repeated = count(value).ok_or_else(|| no_count(value))?,
                        // By hand: `collapse`; by a filter: `filter`.
                        "visibility" => {
                            self.hidden = value != "visible";
                            self.is_filtered = value == "filter";
                        }
                        _ => {}
                    }
                }
            }
            "table-cell" | "covered-table-cell" => {
                let cell = Stated::new(element, name == "covered-table-cell").map_err(|count| no_count(&count))?;
                self.cell = Some(cell);
                (self.paragraphs, self.in_text, self.level, self.aside) = (0, 0, 0, None);
            }
            _ => {}
        }
        Ok(())
    }

    /// An element begins inside of a cell.
    fn start_in_cell(&mut self, name: &str, element: &BytesStart<'_>) {
        self.level += 1;
        if self.aside.is_some() {
            return;
        }
        let is_aside = if self.in_text > 0 {
            ASIDE_IN_TEXT.contains(&name)
        } else {
            // Remarks and drawings contain paragraphs, too.
            !matches!(name, "p" | "h" | "list" | "list-header" | "list-item" | "section")
        };
        if is_aside {
            self.aside = Some(self.level);
            return;
        }
        match name {
            "p" | "h" => {
                if let Some(cell) = &mut self.cell {
                    cell.is_shown = true;
                }
                self.in_text += 1;
                self.paragraphs += 1;
                if self.paragraphs > 1 {
                    self.push("\n");
                }
            }
            "s" => {
                let spaces = xml::attribute(element, "c").and_then(|spaces| count(&spaces)).unwrap_or(1);
                self.push(&" ".repeat(spaces.min(10_000) as usize));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "a" => {
                if let Some(cell) = &mut self.cell
                    && cell.link.is_none()
                {
                    cell.link = xml::attribute(element, "href");
                }
            }
            _ => {}
        }
    }

    /// Closes an element; answers whether the last row wanted is done.
    fn end(&mut self, name: &str) -> Result<bool, Unreadable> {
        match name {
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    let column = self.column;
                    self.column = self.column.saturating_add(cell.repeated);
                    let is_blank = matches!(cell.value(), Value::Cell(Cell::Blank | Cell::Text("")));
                    if is_blank && cell.spans == (1, 1) {
                        return Ok(false);
                    }
                    self.bytes += cell.size();
                    if self.bytes > budget::ROW {
                        return Err(too_large());
                    }
                    // One cell past Excel's limits suffices to be told of.
                    if self.cells.last().is_none_or(|(before, _)| *before < MAX_COLUMNS) {
                        self.cells.push((column, cell));
                    }
                }
            }
            "table-row" => {
                self.end_row()?;
                // Where the whole sheet is read, what is past the last row is still reported.
                return Ok(self.rows < u32::MAX && self.row >= self.rows);
            }
            _ if self.cell.is_some() => {
                if self.aside == Some(self.level) {
                    self.aside = None;
                } else if self.aside.is_none() && matches!(name, "p" | "h") {
                    self.in_text = self.in_text.saturating_sub(1);
                }
                self.level = self.level.saturating_sub(1);
            }
            _ => {}
        }
        Ok(false)
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let last = self.row.saturating_add(self.repeated).min(self.rows);
        if self.hidden {
            (self.row..last.min(MAX_ROWS)).for_each(|row| self.sink.sheet.hide_row(row));
        }
        if self.is_filtered && last > self.row {
            let first = self.filtered.map_or(self.row, |(first, _)| first);
            self.filtered = Some((first, last - 1));
        }
        let cells = std::mem::take(&mut self.cells);
        self.bytes = 0;
        if !cells.is_empty() {
            let width: u64 = cells.iter().map(|(_, cell)| u64::from(cell.repeated.min(MAX_COLUMNS))).sum();
            if width * u64::from(last.saturating_sub(self.row).min(MAX_ROWS)) > budget::REPEATED_CELLS {
                return Err(too_large());
            }
            for row in self.row..last.min(MAX_ROWS) {
                for (column, cell) in &cells {
                    self.store(row, *column, cell)?;
                }
            }
            // One cell past Excel's limits suffices to be told of.
            if last > MAX_ROWS {
                self.sink.set(MAX_ROWS, 0, Cell::Bool(true))?;
            }
        }
        self.row = self.row.saturating_add(self.repeated);
        Ok(())
    }

    /// The finished sheet.
    pub(super) fn finish(mut self) -> Sheet {
        if let Some((first, last)) = self.filtered {
            // A filter's range begins with the headers.
            let columns = self.sink.sheet.column_count();
            self.sink.hazards.filtered((first.saturating_sub(1), 0), (last, columns.saturating_sub(1)));
        }
        self.sink.finish()
    }

    fn store(&mut self, row: u32, first: u32, cell: &Stated) -> Result<(), Unreadable> {
        if cell.spans != (1, 1) && !cell.is_covered {
            let last = (row.saturating_add(cell.spans.0 - 1), first.saturating_add(cell.spans.1 - 1));
            self.sink.hazards.merged((row, first), last);
        }
        // One column past Excel's limits suffices to be told of.
        for column in first.min(MAX_COLUMNS)..first.saturating_add(cell.repeated).min(MAX_COLUMNS + 1) {
            if let Some(target) = &cell.link {
                self.sink.sheet.link((row, column), (row, column), target);
            }
            match cell.value() {
                Value::Cell(Cell::NoResult) => self.sink.set_no_result(row, column)?,
                Value::Cell(value) => self.sink.set(row, column, value)?,
                Value::Broken(instead, why) => self.sink.set_broken(row, column, instead, why)?,
            }
        }
        Ok(())
    }

    /// Blanks and line ends in a paragraph count as one space, and as none at its start; `text:s` states the others.
    fn push_collapsed(&mut self, text: &str) {
        let is_blank = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
        for word in text.split_inclusive(is_blank) {
            let Some(rest) = word.strip_suffix(is_blank) else {
                self.push(word);
                continue;
            };
            self.push(rest);
            let cell = self.cell.as_ref().map_or("", |cell| cell.text.as_str());
            if !cell.is_empty() && !cell.ends_with(is_blank) {
                self.push(" ");
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.in_text > 0
            && self.aside.is_none()
            && let Some(cell) = &mut self.cell
        {
            cell.text.push_str(text);
        }
    }
}

//! Reader of text files: `.csv`, `.tsv` and their kin. Every field becomes a text cell; typing it is the check's task.

mod delimiter;
mod encoding;

pub(crate) use encoding::unmarked_utf16;

use lanegate_sheet::{Cell, DateSystem, HazardKind, MAX_COLUMNS, MAX_ROWS, Sheet};
use lanegate_wire::Unreadable;

use self::delimiter::Excess;
use crate::format::Format;
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::{Sink, too_long};
use crate::{budget, refusal};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// A decoded text file.
#[derive(Debug)]
pub(crate) struct Text {
    sheet: [SheetInfo; 1],
    content: String,
    /// Where the rows begin: after a line that states the delimiter.
    start: usize,
    delimiter: u8,
    /// Fields of most rows.
    width: usize,
    /// The encoding, where it had to be guessed.
    guessed: Option<&'static str>,
}

impl Text {
    /// Decodes a text file and finds its delimiter; the name becomes that of its one sheet.
    pub(crate) fn open(bytes: Vec<u8>, name: String) -> Result<Self, Unreadable> {
        let decoded = encoding::decode(bytes);
        let content = decoded.text;
        if content.trim_matches(|character: char| character.is_whitespace() || character == '\0').is_empty() {
            return Err(refusal::EMPTY_FILE.with(""));
        }
        let (start, stated) = delimiter::stated(&content);
        let (delimiter, width) = delimiter::find(&content[start..], stated);
        match delimiter::excess(&content.as_bytes()[start..], delimiter, MAX_COLUMNS, budget::CELL_TEXT) {
            None => {}
            Some((_, Excess::Fields)) => {
                return Err(refusal::TOO_LARGE.with("one of its lines has more than 16,384 fields"));
            }
            Some((_, Excess::Length)) => return Err(too_long()),
            // A field of millions of characters is nearly always a quotation mark that is never closed.
            Some((row, Excess::OpenQuote)) => {
                return Err(refusal::UNCLOSED_QUOTE.with(&row.saturating_add(1).to_string()));
            }
        }
        let sheet = [SheetInfo { name, visibility: Visibility::Visible }];
        Ok(Self { sheet, content, start, delimiter, width, guessed: decoded.guessed })
    }

    /// At most the given number of rows; all hazards where that is all of them.
    fn walk(&self, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let mut sink = Sink::new(Sheet::new(self.sheet[0].name.clone(), DateSystem::Y1900), rows);
        if let Some(encoding) = self.guessed {
            sink.hazards.note(HazardKind::GuessedEncoding, None, encoding);
        }
        let content = &self.content.as_bytes()[self.start..];
        let mut reader = delimiter::reader(content, self.delimiter);
        let mut record = csv::StringRecord::new();
        let (mut row, mut record_start) = (0_u32, 0_usize);
        while row < rows && reader.read_record(&mut record).unwrap_or(false) {
            // The csv crate skips empty lines; in Excel they are rows.
            record_start = record.position().map_or(0, |position| position.byte() as usize);
            let (empty, length) = leading_line_ends(content, record_start);
            row = row.saturating_add(empty);
            record_start += length;
            if row >= rows {
                break;
            }
            if row >= MAX_ROWS {
                return Err(refusal::TOO_LARGE.with("it has more rows than an Excel sheet can hold (1,048,576)"));
            }
            if record.len() != self.width && !(record.len() == 1 && record[0].trim().is_empty()) {
                let detail = format!("{} fields, where most rows have {}", record.len(), self.width);
                sink.hazards.note(HazardKind::RaggedRows, Some((row, 0)), &detail);
            }
            for (column, field) in (0..).zip(&record) {
                sink.set(row, column, Cell::Text(field))?;
            }
            row += 1;
            if row.is_multiple_of(PROGRESS_ROWS) {
                progress(row);
            }
        }
        if reader.is_done() && delimiter::leaves_quote_open(&content[record_start..], self.delimiter) {
            return Err(refusal::UNCLOSED_QUOTE.with(&row.to_string()));
        }
        progress(sink.sheet.row_count());
        Ok(sink.finish())
    }
}

impl Format for Text {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn sheets(&self) -> &[SheetInfo] {
        &self.sheet
    }

    fn preview(&mut self, _: usize, rows: u32) -> Result<Sheet, Unreadable> {
        self.walk(rows, &mut |_| {})
    }

    fn read(&mut self, _: usize, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        self.walk(u32::MAX, progress)
    }
}

/// How many empty lines stand at a place where a record starts, and their bytes.
fn leading_line_ends(content: &[u8], start: usize) -> (u32, usize) {
    let mut at = start;
    // The record before may have ended between CR and LF.
    if start > 0 && content.get(start - 1) == Some(&b'\r') && content.get(start) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0;
    loop {
        match (content.get(at), content.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return (lines, at - start),
        }
        lines += 1;
    }
}

#[cfg(test)]
mod tests;

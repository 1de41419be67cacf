//! Reader of text files: `.csv`, `.tsv` and their kin. Every field becomes a text cell; typing it is the check's task.

mod delimiter;
mod encoding;
mod other_formats;
mod prescan;
mod quotes;
mod requote;
mod single_byte;

pub(crate) use encoding::{unmarked_utf16, utf32};

use lanegate_sheet::{Cell, DateSystem, HazardKind, Lines, MAX_COLUMNS, MAX_ROWS, Sheet};
use lanegate_wire::Unreadable;

use self::prescan::{Excess, prescan};
use self::requote::{Cut, Requoted, Unusual};
use crate::format::Format;
use crate::sheet_info::{SheetInfo, Visibility};
use crate::sink::{Sink, too_long};
use crate::{budget, refusal};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// Characters with which programs of DOS end or fill up a file.
const END_MARKS: [char; 2] = ['\u{1A}', '\0'];

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
    /// Rows that were rewritten because their quotation marks are unusual: the first, and how many.
    unusual: Vec<(Unusual, u32, u32)>,
    /// Cells whose quotation marks contradict each other.
    unclear: Vec<(u32, u32)>,
}

impl Text {
    /// Decodes a text file and finds its delimiter; the name becomes that of its one sheet.
    pub(crate) fn open(bytes: Vec<u8>, name: String) -> Result<Self, Unreadable> {
        let decoded = encoding::decode(bytes);
        let mut content = decoded.text;
        content.truncate(content.trim_end_matches(END_MARKS).len());
        if content.trim_matches(|character: char| character.is_whitespace() || character == '\0').is_empty() {
            return Err(refusal::EMPTY_FILE.with(""));
        }
        other_formats::refuse(&content)?;
        let (start, stated) = delimiter::stated(&content);
        let (mut delimiter, mut width) = delimiter::find(&content[start..], stated);
        let inside = if width < 2 { requote::inside_of_lines(&content[start..]) } else { None };
        if let Some(inside) = inside {
            (delimiter, width) = inside;
        }
        let sheet = [SheetInfo { name, visibility: Visibility::Visible }];
        let (unusual, unclear) = (Vec::new(), Vec::new());
        let mut text = Self { sheet, content, start, delimiter, width, guessed: decoded.guessed, unusual, unclear };
        if text.prescan()? || inside.is_some() {
            text.requote(inside.is_some())?;
        }
        Ok(text)
    }

    /// Refuses rows that no table has, and says whether some have to be looked at more closely.
    fn prescan(&self) -> Result<bool, Unreadable> {
        let survey = prescan(&self.content.as_bytes()[self.start..], self.delimiter, MAX_COLUMNS, budget::CELL_TEXT);
        match survey.excess {
            None => Ok(survey.odd),
            Some((_, Excess::Fields)) => Err(refusal::TOO_LARGE.with("one of its lines has more than 16,384 fields")),
            Some((_, Excess::Length)) => Err(too_long()),
            // A field of millions of characters is nearly always a quotation mark that is never closed.
            Some((row, Excess::OpenQuote)) => Err(refusal::UNCLOSED_QUOTE.with(&row.saturating_add(1).to_string())),
        }
    }

    fn requote(&mut self, whole_lines: bool) -> Result<(), Unreadable> {
        let content = &self.content.as_bytes()[self.start..];
        let cut = Cut { delimiter: self.delimiter, width: self.width, whole_lines, other_marks: false };
        // Texts, since only whole fields were moved.
        let as_text = |requoted: &mut Requoted| {
            String::from_utf8(std::mem::take(&mut requoted.content))
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
        };
        let mut found = requote::requote(content, cut);
        let mut text = as_text(&mut found);
        // Quotation marks that were misread may have hidden how many fields most rows have.
        let (_, width) = delimiter::find(&text, Some(self.delimiter));
        if width != self.width || found.has_other_marks() {
            self.width = width;
            found = requote::requote(content, Cut { width, other_marks: found.has_other_marks(), ..cut });
            text = as_text(&mut found);
        }
        (self.unusual, self.unclear) = (found.unusual, found.unclear);
        if !self.unusual.is_empty() {
            (self.content, self.start) = (text, 0);
            self.prescan()?;
        }
        Ok(())
    }

    /// At most the given number of rows; all hazards where that is all of them.
    fn walk(&self, rows: u32, progress: &mut dyn FnMut(u32)) -> Result<Sheet, Unreadable> {
        let mut sink = Sink::new(Sheet::new(self.sheet[0].name.clone(), DateSystem::Y1900), rows);
        if let Some(encoding) = self.guessed {
            sink.hazards.note(HazardKind::GuessedEncoding, None, encoding);
        }
        for &(unusual, first, count) in &self.unusual {
            sink.hazards.note_all(HazardKind::UnusualQuotes, Some((first, 0)), count, unusual.words());
        }
        let content = &self.content.as_bytes()[self.start..];
        let mut lines = Lines { usual: self.width as u32, quotes: self.unclear.clone(), ..Lines::default() };
        lines.ends_open = !content.ends_with(b"\n") && !content.ends_with(b"\r");
        let mut reader = delimiter::reader(content, self.delimiter);
        let mut record = csv::StringRecord::new();
        let (mut row, mut record_start, mut any_spaced) = (0_u32, 0_usize, false);
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
            if record.len() == self.width {
                lines.pads =
                    lines.pads || (record[self.width - 1].is_empty() && record.iter().any(|field| !field.is_empty()));
            } else if record.len() > 1 || !record[0].trim().is_empty() {
                lines.odd.push((row, record.len() as u32));
            }
            for (column, field) in (0..).zip(&record) {
                any_spaced |= column > 0 && field.starts_with(' ');
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
        let mut sheet = sink.finish();
        // A blank at the start of a field may be one of prose, behind a separator that cuts it.
        if !lines.odd.is_empty() || !lines.quotes.is_empty() || any_spaced {
            sheet.lines = Some(Box::new(lines));
        }
        Ok(sheet)
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

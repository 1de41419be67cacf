//! The records of one sheet: cells, hidden rows, merged ranges.

use std::borrow::Cow;

use lanegate_sheet::{Cell, HazardKind};
use lanegate_wire::Unreadable;

use super::records::{Cursor, Record, Records, code_page_text};
use super::{Calculator, Xls, link};
use crate::binary::{error_text, f64_at, packed_number, u16_at, u32_at};
use crate::numfmt::Shown;
use crate::refusal;
use crate::sink::{BROKEN, Sink};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

const DIMENSIONS: u16 = 0x0200;
const BLANK: u16 = 0x0201;
const BLANK_ROW: u16 = 0x00BE;
const FILTER_MODE: u16 = 0x009B;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const COLUMNS: u16 = 0x007D;
const ROW: u16 = 0x0208;
const NUMBER: u16 = 0x0203;
const PACKED: u16 = 0x027E;
const PACKED_ROW: u16 = 0x00BD;
const SHARED_TEXT: u16 = 0x00FD;
const TEXT: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00D6;
const TRUTH_OR_ERROR: u16 = 0x0205;
/// With the numbers that Excel 3 and 4 gave it, which Apple Numbers and JExcelApi still write.
const FORMULA: u16 = 0x0006;
const FORMULA_3: u16 = 0x0206;
const FORMULA_4: u16 = 0x0406;
const FORMULA_TEXT: u16 = 0x0207;
const MERGED: u16 = 0x00E5;
const LINK: u16 = 0x01B8;

/// Reads a sheet's rows before `rows` into the sink; answers whether a filter leaves rows out.
pub(super) fn read(
    book: &Xls,
    records: &mut Records<'_>,
    rows: u32,
    sink: &mut Sink,
    progress: &mut dyn FnMut(u32),
) -> Result<bool, Unreadable> {
    if records.next().is_none_or(|first| first.kind != BEGIN) {
        return Err(refusal::DAMAGED.with("one of its sheets is not where the workbook says"));
    }
    // Embedded charts are streams within the sheet's.
    let mut depth = 0;
    // A formula whose text follows in a record of its own.
    let mut awaited: Option<(u32, u32)> = None;
    let (mut told, mut is_filtered) = (0, false);
    for record in records {
        match record.kind {
            BEGIN => depth += 1,
            END if depth == 0 => {
                if let Some((row, column)) = awaited {
                    sink.set_no_result(row, column)?;
                }
                progress(sink.sheet.row_count());
                return Ok(is_filtered);
            }
            END => depth -= 1,
            _ if depth > 0 => {}
            FILTER_MODE => is_filtered = true,
            DIMENSIONS => dimensions(book, record.data, sink),
            BLANK | BLANK_ROW => {
                if let (Some(row), Some(column)) = (u16_at(record.data, 0), u16_at(record.data, 2)) {
                    let more = if record.kind == BLANK_ROW { record.data.len().saturating_sub(6) / 2 } else { 1 };
                    sink.hazards.reach(row.into(), u32::from(column) + more.saturating_sub(1) as u32);
                }
            }
            FORMULA_TEXT => {
                if let Some((row, column)) = awaited.take() {
                    match text(book, &record, 0, sink) {
                        Some(text) => sink.set(row, column, Cell::Text(&text))?,
                        None => sink.set_broken(row, column, Cell::Error(BROKEN), "a text that breaks off")?,
                    }
                }
            }
            MERGED => merged(record.data, sink),
            LINK => {
                if let Some(((first, last), target)) = link::of_record(record.data) {
                    sink.sheet.link(first, last, &target);
                }
            }
            COLUMNS => {
                let [first, last, width, flags] = [0, 2, 4, 8].map(|at| u16_at(record.data, at));
                if let (Some(first), Some(last)) = (first, last)
                    && (width == Some(0) || flags.is_some_and(|flags| flags & 1 != 0))
                {
                    sink.sheet.hide_columns(first.into(), last.into());
                }
            }
            ROW => {
                let row = u16_at(record.data, 0).map_or(u32::MAX, u32::from);
                if u16_at(record.data, 12).is_some_and(|flags| flags & 0x20 != 0) {
                    sink.sheet.hide_row(row);
                }
                sink.hazards.reach(row, 0);
            }
            NUMBER | PACKED | PACKED_ROW | SHARED_TEXT | TEXT | RICH_TEXT | TRUTH_OR_ERROR | FORMULA | FORMULA_3
            | FORMULA_4 => {
                if let Some((row, column)) = awaited.take() {
                    sink.set_no_result(row, column)?;
                }
                let (Some(row), Some(column)) = (u16_at(record.data, 0), u16_at(record.data, 2)) else {
                    sink.hazards.note(HazardKind::BrokenCell, None, "a record too short to name its cell");
                    continue;
                };
                let (row, column) = (u32::from(row), u32::from(column));
                if row >= rows {
                    // Programs write rows in their order; for a look at the first ones that is enough.
                    return Ok(false);
                }
                awaited = cell(book, &record, (row, column), sink)?;
                if row >= told + PROGRESS_ROWS {
                    told = row;
                    progress(row);
                }
            }
            _ => {}
        }
    }
    Err(refusal::DAMAGED.with("its sheet breaks off before its end"))
}

/// Stores one record's cells; answers its place if its text is still to come.
fn cell(
    book: &Xls,
    record: &Record<'_>,
    (row, column): (u32, u32),
    sink: &mut Sink,
) -> Result<Option<(u32, u32)>, Unreadable> {
    let data = record.data;
    let shown = |at: usize| -> Shown {
        u16_at(data, at).and_then(|style| book.styles.get(usize::from(style))).copied().unwrap_or_default()
    };
    match record.kind {
        NUMBER => number(sink, row, column, f64_at(data, 6), shown(4))?,
        PACKED => number(sink, row, column, u32_at(data, 6).map(packed_number), shown(4))?,
        PACKED_ROW => {
            let count = data.len().saturating_sub(6) / 6;
            for (index, column) in (0..count).zip(column..) {
                let at = 4 + index * 6;
                number(sink, row, column, u32_at(data, at + 2).map(packed_number), shown(at))?;
            }
        }
        SHARED_TEXT => match u32_at(data, 6).and_then(|number| book.shared.get(number as usize)) {
            Some(text) => sink.set(row, column, Cell::Text(text))?,
            None => sink.set_shared(row, column, &[], None)?,
        },
        TEXT | RICH_TEXT => match text(book, record, 6, sink) {
            Some(text) => sink.set(row, column, Cell::Text(&text))?,
            None => sink.set_broken(row, column, Cell::Error(BROKEN), "a text that breaks off")?,
        },
        TRUTH_OR_ERROR => match (data.get(6), data.get(7)) {
            (Some(&code), Some(1)) => sink.set(row, column, Cell::Error(&error_text(code)))?,
            (Some(&truth), Some(0)) => sink.set(row, column, Cell::Bool(truth != 0))?,
            _ => sink.set_broken(row, column, Cell::Error(BROKEN), "a truth value that is none")?,
        },
        FORMULA | FORMULA_3 | FORMULA_4 => return formula(book, record, (row, column), shown(4), sink),
        _ => {}
    }
    Ok(None)
}

/// Returns true if what is stored as a formula's result only fills its place: programs that can't calculate write the empty text (xlwt), or
/// a zero that is to be calculated on load (Apache POI). Programs that can say which version of their calculation it was.
fn lacks_result(book: &Xls, formula: &[u8]) -> bool {
    let (is_text, on_load) =
        (formula.get(12..14) == Some(&[0xFF; 2]), u16_at(formula, 14).is_some_and(|flags| flags & 2 != 0));
    match book.version.calculated_by {
        Calculator::Named => false,
        Calculator::Excel => !is_text && on_load && f64_at(formula, 6) == Some(0.0),
        Calculator::Unknown => is_text || (on_load && f64_at(formula, 6) == Some(0.0)),
    }
}

/// Stores a formula's result; answers its place if that is a text still to come.
fn formula(
    book: &Xls,
    record: &Record<'_>,
    (row, column): (u32, u32),
    shown: Shown,
    sink: &mut Sink,
) -> Result<Option<(u32, u32)>, Unreadable> {
    let data = record.data;
    // Behind the result come flags, a number of the program's own, and the tokens with their length.
    if record.kind == FORMULA
        && let Some(target) = data.get(22..).and_then(link::of_tokens)
    {
        sink.sheet.link((row, column), (row, column), &target);
    }
    match (u16_at(data, 12), data.get(6), data.get(8)) {
        (Some(0xFFFF), Some(0), _) => return Ok(Some((row, column))),
        (Some(0xFFFF), Some(1), Some(&truth)) => sink.set(row, column, Cell::Bool(truth != 0))?,
        (Some(0xFFFF), Some(2), Some(&code)) => sink.set(row, column, Cell::Error(&error_text(code)))?,
        _ if lacks_result(book, data) => sink.set_no_result(row, column)?,
        // The empty text.
        (Some(0xFFFF), Some(3), _) => {}
        _ => number(sink, row, column, f64_at(data, 6), shown)?,
    }
    Ok(None)
}

fn number(sink: &mut Sink, row: u32, column: u32, number: Option<f64>, shown: Shown) -> Result<(), Unreadable> {
    match number.filter(|number| number.is_finite()) {
        Some(number) => sink.set_number(row, column, number, shown),
        None => sink.set_broken(row, column, Cell::Error(BROKEN), "a number that is none"),
    }
}

/// A text in the record itself. A guessed encoding is reported where it matters.
fn text(book: &Xls, record: &Record<'_>, at: usize, sink: &mut Sink) -> Option<String> {
    if book.version.is_biff8 {
        let mut text = String::new();
        return Cursor::new(record, at).text(&mut text).map(|()| text);
    }
    let length = usize::from(u16_at(record.data, at)?);
    let own = record.data.get(at + 2..)?;
    let text = if length <= own.len() {
        Cow::Borrowed(&own[..length])
    } else {
        let more = record.continued.iter().copied().flatten();
        Cow::Owned(own.iter().chain(more).take(length).copied().collect())
    };
    if !book.version.is_stated && !text.is_ascii() {
        sink.hazards.note(HazardKind::GuessedEncoding, None, "Windows-1252");
    }
    (text.len() == length).then(|| code_page_text(Some(&text), book.version.encoding))
}

/// The range that the file says the sheet takes, last row and column each one too far.
fn dimensions(book: &Xls, data: &[u8], sink: &mut Sink) {
    let (row, column) = if book.version.is_biff8 {
        (u32_at(data, 4), u16_at(data, 10))
    } else {
        (u16_at(data, 2).map(u32::from), u16_at(data, 6))
    };
    if let (Some(1..), Some(1..)) = (row, column) {
        sink.hazards.reach(row.unwrap_or(1) - 1, u32::from(column.unwrap_or(1)) - 1);
    }
}

fn merged(data: &[u8], sink: &mut Sink) {
    for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
        let corner = |at: usize| u16_at(range, at).map_or(0, u32::from);
        sink.hazards.merged((corner(0), corner(4)), (corner(2), corner(6)));
    }
}

/// Whether a sheet's records hold any value; adds the bytes it took to tell to `passed`.
pub(super) fn hold_data(mut records: Records<'_>, passed: &mut u64) -> bool {
    let start = records.at();
    let found = records.by_ref().skip(1).take_while(|record| record.kind != END).any(|record| {
        matches!(
            record.kind,
            NUMBER
                | PACKED
                | PACKED_ROW
                | SHARED_TEXT
                | TEXT
                | RICH_TEXT
                | TRUTH_OR_ERROR
                | FORMULA
                | FORMULA_3
                | FORMULA_4
        )
    });
    *passed += records.at().saturating_sub(start) as u64;
    found
}

//! A sheet's cells as calamine hands them out, into the sink by the same rules as our own readers.

use calamine::{CellErrorType, DataRef};
use lanegate_sheet::Cell;

use super::Workbook;
use crate::budget;
use crate::sink::{BROKEN, Sink};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

/// Hands every cell of a sheet to `visit`, until it answers false; `None` where calamine gives up.
fn each(
    workbook: &mut Workbook,
    name: &str,
    mut visit: impl FnMut(u32, u32, &DataRef<'_>) -> Option<bool>,
) -> Option<()> {
    // The two cell readers have no trait in common.
    macro_rules! walk {
        ($book:expr) => {{
            let mut cells = $book.worksheet_cells_reader(name).ok()?;
            while let Some(cell) = cells.next_cell().ok()? {
                let (row, column) = cell.get_position();
                if !visit(row, column, cell.get_value())? {
                    break;
                }
            }
        }};
    }
    match workbook {
        Workbook::Xlsx(book) => walk!(book),
        Workbook::Xlsb(book) => walk!(book),
    }
    Some(())
}

/// Reads a sheet's rows before `rows`; `None` where calamine gives up or the sheet is too large.
pub(super) fn read(
    workbook: &mut Workbook,
    name: &str,
    rows: u32,
    sink: &mut Sink,
    progress: &mut dyn FnMut(u32),
) -> Option<()> {
    let mut told = 0;
    each(workbook, name, |row, column, value| {
        if row >= rows {
            return Some(false);
        }
        if row >= told + PROGRESS_ROWS && row < lanegate_sheet::MAX_ROWS {
            told = row;
            progress(row);
        }
        store(sink, row, column, value).map(|()| true)
    })?;
    progress(sink.sheet.row_count());
    Some(())
}

/// Whether a sheet holds any value, as soon as that is known.
pub(super) fn hold_data(workbook: &mut Workbook, name: &str) -> bool {
    let mut holds = false;
    let _ = each(workbook, name, |_, _, value| {
        holds = !matches!(value, DataRef::Empty);
        Some(!holds)
    });
    holds
}

fn store(sink: &mut Sink, row: u32, column: u32, value: &DataRef<'_>) -> Option<()> {
    let cell = match value {
        DataRef::Empty => return Some(()),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::DateTime(date) if date.is_duration() => Cell::Duration(date.as_f64()),
        DataRef::DateTime(date) => Cell::Date(date.as_f64()),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::DateTimeIso(text) => Cell::IsoDate(text.trim()),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::Error(error) => Cell::Error(error_text(error)),
    };
    let stored = match cell {
        Cell::Number(number) | Cell::Date(number) | Cell::Duration(number) if !number.is_finite() => {
            sink.set_broken(row, column, Cell::Error(BROKEN), "a number that is none")
        }
        Cell::Text(text) | Cell::IsoDate(text) if text.len() > budget::CELL_TEXT => return None,
        cell => sink.set(row, column, cell),
    };
    stored.ok()
}

/// An error's text as Excel shows it; calamine shortens one of them.
const fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

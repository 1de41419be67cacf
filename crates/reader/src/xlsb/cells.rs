//! The records of one sheet part: cells, hidden rows, merged ranges.

use std::io::Read;

use lanegate_sheet::{Cell, HazardKind, MAX_ROWS, TextId};
use lanegate_wire::Unreadable;

use super::records::{Records, text};
use crate::binary::{error_text, f64_at, packed_number, u32_at};
use crate::numfmt::Shown;
use crate::refusal;
use crate::sink::{BROKEN, Sink};

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

const ROW: u16 = 0x0000;
const BLANK: u16 = 0x0001;
const PACKED: u16 = 0x0002;
const ERROR: u16 = 0x0003;
const TRUTH: u16 = 0x0004;
const NUMBER: u16 = 0x0005;
const TEXT: u16 = 0x0006;
const SHARED_TEXT: u16 = 0x0007;
const FORMULA_TEXT: u16 = 0x0008;
const FORMULA_NUMBER: u16 = 0x0009;
const FORMULA_TRUTH: u16 = 0x000A;
const FORMULA_ERROR: u16 = 0x000B;
const RICH_TEXT: u16 = 0x003E;
const DIMENSION: u16 = 0x0094;
const BEGIN_ROWS: u16 = 0x0091;
const END_ROWS: u16 = 0x0092;
const FILTER: u16 = 0x00A1;
const END_FILTER: u16 = 0x00A2;
const FILTER_COLUMN: u16 = 0x00A3;
const MERGED: u16 = 0x00B0;
const END_MERGED: u16 = 0x00B2;

/// Reads a sheet's rows before `rows` into the sink.
pub(super) fn read(
    part: impl Read,
    styles: &[Shown],
    shared: &[TextId],
    rows: u32,
    sink: &mut Sink,
    progress: &mut dyn FnMut(u32),
) -> Result<(), Unreadable> {
    let mut records = Records::new(part);
    let (mut in_rows, mut seen_rows, mut row, mut told) = (false, false, 0_u32, 0);
    let (mut filter, mut is_filtered) = ([0; 4], false);
    loop {
        let kind = match records.next() {
            Ok(Some(kind)) => kind,
            // What follows the rows is formatting; its faults hide no value.
            Ok(None) | Err(_) if seen_rows && !in_rows => return Ok(()),
            Ok(None) => return Err(refusal::DAMAGED.with("its sheet breaks off before its last row")),
            Err(refused) => return Err(refused),
        };
        let data = records.data.as_slice();
        match kind {
            BEGIN_ROWS => (in_rows, seen_rows) = (true, true),
            END_ROWS => {
                in_rows = false;
                progress(sink.sheet.row_count());
            }
            DIMENSION => {
                let [_, row, _, column] = range(data);
                sink.hazards.reach(row, column);
            }
            FILTER => (filter, is_filtered) = (range(data), false),
            FILTER_COLUMN => is_filtered = true,
            END_FILTER if is_filtered => sink.hazards.filtered((filter[0], filter[2]), (filter[1], filter[3])),
            MERGED => {
                let [first_row, last_row, first_column, last_column] = range(data);
                sink.hazards.merged((first_row, first_column), (last_row, last_column));
            }
            END_MERGED => return Ok(()),
            ROW if in_rows => {
                row = u32_at(data, 0).unwrap_or(MAX_ROWS).min(MAX_ROWS);
                if row >= rows {
                    return Ok(());
                }
                sink.hazards.reach(row, 0);
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    sink.sheet.hide_row(row);
                }
                if row >= told + PROGRESS_ROWS && row < MAX_ROWS {
                    told = row;
                    progress(row);
                }
            }
            BLANK if in_rows => sink.blank(row, u32_at(data, 0).unwrap_or(0))?,
            PACKED..=FORMULA_ERROR | RICH_TEXT if in_rows => cell(kind, data, row, styles, shared, sink)?,
            _ => {}
        }
    }
}

/// First and last row, first and last column.
fn range(data: &[u8]) -> [u32; 4] {
    [0, 4, 8, 12].map(|at| u32_at(data, at).unwrap_or(0))
}

fn cell(
    kind: u16,
    data: &[u8],
    row: u32,
    styles: &[Shown],
    shared: &[TextId],
    sink: &mut Sink,
) -> Result<(), Unreadable> {
    let Some(column) = u32_at(data, 0) else {
        sink.hazards.note(HazardKind::BrokenCell, None, "a record too short to name its cell");
        return Ok(());
    };
    let shown = || {
        let style = u32_at(data, 4).map_or(0, |style| style & 0x00FF_FFFF);
        styles.get(style as usize).copied().unwrap_or_default()
    };
    let number = match kind {
        PACKED => u32_at(data, 8).map(packed_number),
        NUMBER | FORMULA_NUMBER => f64_at(data, 8),
        _ => None,
    };
    match kind {
        PACKED | NUMBER | FORMULA_NUMBER => {
            if let Some(number) = number.filter(|number| number.is_finite()) {
                return sink.set_number(row, column, number, shown());
            }
        }
        ERROR | FORMULA_ERROR => {
            if let Some(&code) = data.get(8) {
                return sink.set(row, column, Cell::Error(&error_text(code)));
            }
        }
        TRUTH | FORMULA_TRUTH => {
            if let Some(&truth) = data.get(8) {
                return sink.set(row, column, Cell::Bool(truth != 0));
            }
        }
        TEXT | FORMULA_TEXT | RICH_TEXT => {
            if let Some((text, _)) = text(data, if kind == RICH_TEXT { 9 } else { 8 }) {
                return sink.set(row, column, Cell::Text(&text));
            }
        }
        SHARED_TEXT => return sink.set_shared(row, column, shared, u32_at(data, 8).map(|number| number as usize)),
        _ => return Ok(()),
    }
    sink.set_broken(row, column, Cell::Error(BROKEN), "a record that breaks off")
}

/// Whether a sheet part holds any value, as soon as that is known.
pub(super) fn hold_data(part: impl Read) -> bool {
    let mut records = Records::new(part);
    loop {
        match records.next() {
            Ok(Some(PACKED..=FORMULA_ERROR | RICH_TEXT)) => return true,
            Ok(Some(END_ROWS) | None) | Err(_) => return false,
            Ok(Some(_)) => {}
        }
    }
}

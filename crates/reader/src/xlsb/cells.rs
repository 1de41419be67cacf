//! The records of one sheet part: cells, hidden rows, merged ranges.

use std::io::Read;

use lanegate_sheet::{Cell, HazardKind, MAX_ROWS, TextId};
use lanegate_wire::Unreadable;

use super::records::{Records, text};
use crate::binary::{error_text, f64_at, packed_number, u16_at, u32_at};
use crate::numfmt::Shown;
use crate::refusal;
use crate::sink::{BROKEN, Sink};
use crate::xlsx::Links;

/// Rows between two words of progress.
const PROGRESS_ROWS: u32 = 2_000;

const COLUMNS: u16 = 0x003C;
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
/// The records 1 to 7 in their short forms, 12 to 18, omit the column: the cell is to the right of the one before.
const SHORT_BLANK: u16 = 0x000C;
const SHORT_SHARED_TEXT: u16 = 0x0012;
/// The distance between the numbers of the two forms.
const SHORT: u16 = SHORT_BLANK - BLANK;
const RICH_TEXT: u16 = 0x003E;
const DIMENSION: u16 = 0x0094;
const BEGIN_ROWS: u16 = 0x0091;
const END_ROWS: u16 = 0x0092;
const FILTER: u16 = 0x00A1;
const END_FILTER: u16 = 0x00A2;
const FILTER_COLUMN: u16 = 0x00A3;
const MERGED: u16 = 0x00B0;
const LINK: u16 = 0x01EE;
const MARGINS: u16 = 0x01DC;

/// Reads a sheet's rows before `rows` into the sink; answers its links.
pub(super) fn read(
    part: impl Read,
    styles: &[Shown],
    shared: &[TextId],
    rows: u32,
    sink: &mut Sink,
    progress: &mut dyn FnMut(u32),
) -> Result<Links, Unreadable> {
    let mut links = Links::default();
    let mut records = Records::new(part);
    let (mut in_rows, mut seen_rows, mut row, mut next, mut told) = (false, false, 0_u32, 0_u32, 0);
    let (mut filter, mut is_filtered) = ([0; 4], false);
    loop {
        let kind = match records.next() {
            Ok(Some(kind)) => kind,
            // What follows the rows is formatting; its faults hide no value.
            Ok(None) | Err(_) if seen_rows && !in_rows => return Ok(links),
            Ok(None) => return Err(refusal::DAMAGED.with("its sheet breaks off before its last row")),
            Err(refused) => return Err(refused),
        };
        let data = records.data.as_slice();
        match kind {
            BEGIN_ROWS if seen_rows => return Err(refusal::DAMAGED.with("its sheet holds two tables of rows")),
            BEGIN_ROWS => (in_rows, seen_rows) = (true, true),
            END_ROWS => {
                in_rows = false;
                progress(sink.sheet.row_count());
            }
            DIMENSION => {
                let [_, row, _, column] = range(data);
                sink.hazards.reach(row, column);
            }
            COLUMNS => {
                let [first, last, width] = [0, 4, 8].map(|at| u32_at(data, at));
                if let (Some(first), Some(last)) = (first, last)
                    && (width == Some(0) || data.get(16).is_some_and(|flags| flags & 1 != 0))
                {
                    sink.sheet.hide_columns(first, last);
                }
            }
            FILTER => (filter, is_filtered) = (range(data), false),
            FILTER_COLUMN => is_filtered = true,
            END_FILTER if is_filtered => sink.hazards.filtered((filter[0], filter[2]), (filter[1], filter[3])),
            MERGED => {
                let [first_row, last_row, first_column, last_column] = range(data);
                sink.hazards.merged((first_row, first_column), (last_row, last_column));
            }
            LINK => {
                if let Some((id, _)) = text(data, 16) {
                    let [first_row, last_row, first_column, last_column] = range(data);
                    links.add(((first_row, first_column), (last_row, last_column)), id);
                }
            }
            // Links come before it.
            MARGINS if seen_rows && !in_rows => return Ok(links),
            ROW if in_rows => {
                (row, next) = (u32_at(data, 0).unwrap_or(MAX_ROWS).min(MAX_ROWS), 0);
                if row >= rows {
                    return Ok(links);
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
            BLANK..=FORMULA_ERROR | SHORT_BLANK..=SHORT_SHARED_TEXT | RICH_TEXT if in_rows => {
                let is_short = (SHORT_BLANK..=SHORT_SHARED_TEXT).contains(&kind);
                let Some(column) = (if is_short { Some(next) } else { u32_at(data, 0) }) else {
                    sink.hazards.note(HazardKind::BrokenCell, None, "a record too short to name its cell");
                    continue;
                };
                next = column.saturating_add(1);
                // What follows the column is the same in both forms.
                let (kind, data) = if is_short { (kind - SHORT, data) } else { (kind, &data[4..]) };
                match kind {
                    BLANK => sink.blank(row, column)?,
                    _ => cell(kind, data, (row, column), styles, shared, sink)?,
                }
            }
            _ => {}
        }
    }
}

/// First and last row, first and last column.
fn range(data: &[u8]) -> [u32; 4] {
    [0, 4, 8, 12].map(|at| u32_at(data, at).unwrap_or(0))
}

/// Stores the cell that a record states, from its style on.
fn cell(
    kind: u16,
    data: &[u8],
    (row, column): (u32, u32),
    styles: &[Shown],
    shared: &[TextId],
    sink: &mut Sink,
) -> Result<(), Unreadable> {
    let shown = || {
        let style = u32_at(data, 0).map_or(0, |style| style & 0x00FF_FFFF);
        styles.get(style as usize).copied().unwrap_or_default()
    };
    let number = match kind {
        PACKED => u32_at(data, 4).map(packed_number),
        NUMBER | FORMULA_NUMBER => f64_at(data, 4),
        _ => None,
    };
    match kind {
        PACKED | NUMBER | FORMULA_NUMBER => {
            if let Some(number) = number.filter(|number| number.is_finite()) {
                if kind == FORMULA_NUMBER && number != 0.0 {
                    sink.results.trust();
                } else if kind == FORMULA_NUMBER && sink.results.wanted {
                    sink.results.doubt(row, column);
                }
                return sink.set_number(row, column, number, shown());
            }
        }
        ERROR | FORMULA_ERROR => {
            if let Some(&code) = data.get(4) {
                return sink.set(row, column, Cell::Error(&error_text(code)));
            }
        }
        TRUTH | FORMULA_TRUTH => {
            if let Some(&truth) = data.get(4) {
                return sink.set(row, column, Cell::Bool(truth != 0));
            }
        }
        TEXT | FORMULA_TEXT | RICH_TEXT => {
            if let Some((text, end)) = text(data, if kind == RICH_TEXT { 5 } else { 4 }) {
                if kind == FORMULA_TEXT {
                    // Behind the result come flags, and the tokens with their length.
                    match data.get(end + 6..).and_then(link) {
                        Some(target) => sink.sheet.link((row, column), (row, column), &target),
                        None => sink.results.trust(),
                    }
                }
                return sink.set(row, column, Cell::Text(&text));
            }
        }
        SHARED_TEXT => return sink.set_shared(row, column, shared, u32_at(data, 4).map(|number| number as usize)),
        _ => return Ok(()),
    }
    sink.set_broken(row, column, Cell::Error(BROKEN), "a record that breaks off")
}

/// The address in the tokens of a formula that is nothing but a link: a text, perhaps another, and the call of HYPERLINK.
fn link(tokens: &[u8]) -> Option<String> {
    let call = tokens.windows(4).any(|call| matches!(call, [0x22 | 0x42 | 0x62, 1 | 2, 0x67, 0x01]));
    let length = usize::from(u16_at(tokens, 1)?);
    let units = tokens.get(3..3 + length * 2).filter(|_| call && tokens[0] == 0x17)?;
    let units = units.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether a sheet part holds any value, as soon as that is known.
pub(super) fn hold_data(part: impl Read) -> bool {
    let mut records = Records::new(part);
    loop {
        match records.next() {
            Ok(Some(PACKED..=FORMULA_ERROR | RICH_TEXT)) => return true,
            Ok(Some(kind)) if (SHORT_BLANK + 1..=SHORT_SHARED_TEXT).contains(&kind) => return true,
            Ok(Some(END_ROWS) | None) | Err(_) => return false,
            Ok(Some(_)) => {}
        }
    }
}

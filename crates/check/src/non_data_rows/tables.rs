//! More than one table on a sheet, one below the other: headers that come again, and headers of another table.

use lanegate_sheet::{Cell, TextId, sort_short_by_key};

use super::header_words::HeaderWords;
use super::shape::{Class, Shape, WIDEST};
use super::{NonDataRow, NonDataRows};
use crate::ValueType;
use crate::header_text::{HeaderText, header_key};
use crate::nested_tables;

/// Blocks of rows between blank ones that are looked at; where there are more, blank rows part no tables.
const BLOCKS: usize = 1_000;
/// No header is longer, where it is told by its looks.
const LONGEST: usize = 40;
/// Rows below another table's headers that are looked at.
const LOOKED_AT: u32 = 5;
/// Columns in which names are looked for.
const TELLING: usize = 3;
/// Headers that a message names.
const NAMED: usize = 3;

/// Notes repeated headers and the headers of other tables, and sets aside the rows of those.
pub(super) fn find(shape: &Shape<'_>, non_data_rows: &mut NonDataRows) {
    let words = HeaderWords::new();
    let mut rows = rows_with_a_known_name(shape, &words);
    rows.extend(starts_of_blocks(shape));
    rows.extend(rows_that_begin_with_a_header(shape));
    rows.sort_unstable();
    rows.dedup();
    // The row of the other table's headers in which the search stands.
    let mut table: Option<u32> = None;
    for row in rows {
        match judge(shape, &words, row, table.is_some()) {
            Some(Found::Nested) if table.is_none() => {
                set_aside(shape, non_data_rows, row, end_of_nested(shape, row));
            }
            None | Some(Found::Nested) => {}
            Some(Found::Again) => {
                close(shape, non_data_rows, table.take(), row);
                non_data_rows.rows.insert(row, NonDataRow::RepeatedHeader);
            }
            Some(Found::Other) => _ = table.get_or_insert(row),
        }
    }
    close(shape, non_data_rows, table, shape.sheet.row_count());
}

/// Sets aside the other table from its headers to before a row.
fn close(shape: &Shape<'_>, non_data_rows: &mut NonDataRows, table: Option<u32>, before: u32) {
    if let Some(header) = table {
        set_aside(shape, non_data_rows, header, before);
    }
}

fn set_aside(shape: &Shape<'_>, non_data_rows: &mut NonDataRows, header: u32, before: u32) {
    let rows = (header + 1..before).filter(|&row| !shape.sheet.is_row_blank(row)).count() as u32;
    let mut names: Vec<_> = shape
        .cells(header)
        .map(|(_, cell)| match cell {
            Cell::Text(text) => format!("\"{}\"", crate::collapsed(text)),
            _ => String::new(),
        })
        .collect();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("…".to_owned());
    }
    non_data_rows.rows.insert(header, NonDataRow::SecondTable(names.join(", "), rows));
    non_data_rows.outside.push(header + 1..before);
}

/// What a row of headers is.
enum Found {
    Again,
    Other,
    /// Those of a table inside this one, below the row that its rows belong to.
    Nested,
}

fn judge(shape: &Shape<'_>, words: &HeaderWords, row: u32, in_other: bool) -> Option<Found> {
    let header_row = shape.mapping.header_row;
    let (mut cells, mut equal, mut in_place) = (0, 0, true);
    let mut known: Vec<usize> = Vec::new();
    for (at, cell) in shape.cells(row) {
        let Cell::Text(text) = cell else { return None };
        // A row with an id, a date or a word of a list in the column for it is a row of data.
        if shape.is_value(at, cell) {
            return None;
        }
        cells += 1;
        let key = header_key(text);
        equal +=
            usize::from(matches!(shape.sheet.cell(header_row, at), Cell::Text(header) if header_key(header) == key));
        if let Some((column, _)) = shape.names.named(&HeaderText::new(text)) {
            in_place &= shape.mapping.places[column] == Some(at);
            if !known.contains(&column) {
                known.push(column);
            }
        }
    }
    if equal >= 2 && equal == cells {
        return Some(Found::Again);
    }
    if nested_tables::is_header(shape.sheet, shape.mapping.header_row, row) {
        return Some(Found::Nested);
    }
    if known.len() >= 2 && known.len() * 2 >= cells {
        return Some(if in_place { Found::Again } else { Found::Other });
    }
    if in_other || !(has_header_words(shape, words, row, cells) || looks_like_headers(shape, row, cells)) {
        return None;
    }
    Some(Found::Other)
}

/// Returns true if a row consists of words that are headers of tables of any sort. Behind a blank row, half of them suffice.
fn has_header_words(shape: &Shape<'_>, words: &HeaderWords, row: u32, cells: usize) -> bool {
    let is_first = row.checked_sub(1).is_some_and(|above| shape.sheet.is_row_blank(above));
    let is_header = |cell| matches!(cell, Cell::Text(text) if may_be_header(text) && words.contains(text));
    let found = shape.cells(row).filter(|(_, cell)| is_header(*cell)).count();
    found >= 2 && if is_first { found * 2 >= cells } else { found == cells }
}

/// The row after the rows of a nested table, which are blank in the column in which its headers begin.
fn end_of_nested(shape: &Shape<'_>, header: u32) -> u32 {
    let Some((first, _)) = shape.cells(header).next() else { return header + 1 };
    let is_inside = |row: &u32| !shape.sheet.is_row_blank(*row) && shape.sheet.cell(*row, first).is_blank();
    let rows = (header + 1..shape.sheet.row_count()).take_while(is_inside).count() as u32;
    header + 1 + rows
}

/// Whether a row begins another table by its looks: words only after a blank row, and below them rows that are unlike those above.
fn looks_like_headers(shape: &Shape<'_>, row: u32, cells: usize) -> bool {
    let first = shape.mapping.header_row + 1;
    let blank = |row: u32| shape.sheet.is_row_blank(row);
    if cells < 2 || row <= first || !blank(row - 1) || row + 1 >= shape.sheet.row_count() || blank(row + 1) {
        return false;
    }
    let Some(above) = (first..row).rev().find(|&row| !blank(row)) else { return false };
    let words = |cell| matches!(cell, Cell::Text(text) if text.len() <= LONGEST && !text.contains(|c: char| c.is_ascii_digit() || c == '@'));
    if !shape.cells(row).all(|(_, cell)| words(cell)) {
        return false;
    }
    let other = shape.cells(row).filter(|&(at, _)| {
        let below = shape.class(row + 1, at);
        !matches!(below, Class::Blank | Class::Words) && below != shape.class(above, at)
    });
    if other.count() * 2 >= cells {
        return true;
    }
    let mut block = (row..shape.sheet.row_count().min(row + 1 + LOOKED_AT)).take_while(|&row| !blank(row));
    block.all(|row| shape.fits_nowhere(row) == Some(true))
}

/// The first rows after blank ones.
fn starts_of_blocks(shape: &Shape<'_>) -> Vec<u32> {
    let starts = shape.rows().filter(|&row| shape.sheet.is_row_blank(row - 1));
    let starts: Vec<u32> = starts.take(BLOCKS + 1).collect();
    if starts.len() > BLOCKS { Vec::new() } else { starts }
}

/// Rows in which one of the columns where it would stand out holds the name of a column. Each text is looked at once.
fn rows_with_a_known_name(shape: &Shape<'_>, words: &HeaderWords) -> Vec<u32> {
    let columns = telling_columns(shape);
    let headers: Vec<_> = columns.iter().map(|&at| shape.sheet.text_id(shape.mapping.header_row, at)).collect();
    let mut known: Vec<Option<bool>> = vec![None; shape.sheet.text_count()];
    let mut is_name = |id: TextId| {
        *known[id.index()]
            .get_or_insert_with(|| headers.contains(&Some(id)) || may_be_name(shape, words, shape.sheet.text(id)))
    };
    let rows = shape.rows();
    rows.filter(|&row| columns.iter().any(|&at| shape.sheet.text_id(row, at).is_some_and(&mut is_name))).collect()
}

/// Rows whose first cell is the header of another column.
fn rows_that_begin_with_a_header(shape: &Shape<'_>) -> Vec<u32> {
    let header_row = shape.mapping.header_row;
    let Some(first) = shape.mapping.columns.iter().map(|file| file.at).min() else { return Vec::new() };
    let others = shape.mapping.columns.iter().filter(|file| file.at != first).take(WIDEST as usize);
    let others: Vec<TextId> = others.filter_map(|file| shape.sheet.text_id(header_row, file.at)).collect();
    let begins = |row: &u32| shape.sheet.text_id(*row, first).is_some_and(|id| others.contains(&id));
    shape.rows().filter(begins).collect()
}

fn may_be_name(shape: &Shape<'_>, words: &HeaderWords, text: &str) -> bool {
    may_be_header(text) && (shape.names.named(&HeaderText::new(text)).is_some() || words.contains(text))
}

/// Returns true for a short text without digits.
fn may_be_header(text: &str) -> bool {
    text.len() <= LONGEST && !text.contains(|c: char| c.is_ascii_digit() || c == '@')
}

/// The imported columns in which a name would stand out most.
fn telling_columns(shape: &Shape<'_>) -> Vec<u32> {
    let columns = shape.kind.columns.iter().zip(&shape.mapping.places);
    let rank = |value: &ValueType| match value {
        ValueType::List(_) => 0,
        ValueType::PastDate | ValueType::Ordinal => 1,
        ValueType::Uuid => 2,
        ValueType::Email | ValueType::LinkedIn => 3,
        ValueType::Text { .. } => 4,
    };
    let mut places: Vec<_> = columns.filter_map(|(column, at)| Some((rank(&column.value), (*at)?))).collect();
    sort_short_by_key(&mut places, |place| *place);
    places.into_iter().take(TELLING).map(|(_, at)| at).collect()
}

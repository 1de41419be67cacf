//! Headers that are shifted by one column against their values, as a program writes them that numbers the rows and has no header for the
//! numbers, or a header and no numbers. Read as they are, every value is one of another column.

use std::collections::BTreeSet;

use lanegate_sheet::{Cell, Sheet, column_letters};
use lanegate_wire::{ColumnChoice, Fix};

use crate::headers::cells_below;
use crate::looks::looks_like;
use crate::{FileColumn, Kind, Mapping, Required, ValueType};

/// Cells of a column looked at.
const LOOKED_AT: usize = 200;

/// Headers that are shifted against their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// True if a header's values are one column to its right; false if they are to its left.
    pub to_the_right: bool,
    /// 0-based column of the sheet that has values and no header of the template.
    pub without_header: u32,
    /// The first and the last column that the shift is about.
    pub range: (u32, u32),
}

/// Finds headers that are shifted by one column against their values.
pub(crate) fn find(kind: &Kind, sheet: &Sheet, mapping: &Mapping) -> Option<Shift> {
    let columns = mapping.columns.as_slice();
    let sheet = Columns { kind, sheet, mapping };
    right(&sheet, columns).or_else(|| left(&sheet, columns))
}

/// The values begin one column before their headers end: the last column has values and no header.
fn right(sheet: &Columns<'_>, columns: &[FileColumn]) -> Option<Shift> {
    let (last, headed) = columns.split_last()?;
    let first = headed.first()?;
    let is_row = last.header.is_empty() && headed.iter().all(|file| !file.header.is_empty()) && touch(columns);
    if !is_row {
        return None;
    }
    let is_shifted =
        sheet.fit_better(headed, 1)?.unwrap_or_else(|| sheet.holds_row_numbers(first) || sheet.names_rows(first, last));
    let range = (first.at, last.at);
    is_shifted.then_some(Shift { to_the_right: true, without_header: last.at, range })
}

/// The headers begin with one for numbers of rows that are not there: the last header has no values.
fn left(sheet: &Columns<'_>, columns: &[FileColumn]) -> Option<Shift> {
    let (first, named) = columns.split_first()?;
    let last = named.last()?;
    let is_row = first.column.is_none() && named.iter().all(|file| !file.header.is_empty()) && touch(columns);
    if !is_row || first.samples.is_empty() || !last.samples.is_empty() {
        return None;
    }
    let is_needed = last.column.is_some_and(|place| sheet.kind.columns[place].required == Required::Always);
    let numbers_rows = first.header.is_empty() || names_row_numbers(&first.header);
    let by_order = || is_needed && numbers_rows && !sheet.holds_row_numbers(first);
    let is_shifted = sheet.fit_better(named, -1)?.unwrap_or_else(by_order);
    let range = (first.at, last.at);
    is_shifted.then_some(Shift { to_the_right: false, without_header: first.at, range })
}

/// Returns true if the columns are side by side.
fn touch(columns: &[FileColumn]) -> bool {
    columns.windows(2).all(|pair| pair[0].at + 1 == pair[1].at) && columns.iter().all(|file| !file.beside)
}

fn names_row_numbers(header: &str) -> bool {
    ["#", "no", "no.", "nr", "nr.", "num", "number", "index", "row", "id"]
        .contains(&header.trim().to_lowercase().as_str())
}

struct Columns<'a> {
    kind: &'a Kind,
    sheet: &'a Sheet,
    mapping: &'a Mapping,
}

impl Columns<'_> {
    fn cells(&self, at: u32) -> impl Iterator<Item = Cell<'_>> {
        cells_below(self.sheet, self.mapping.header_row, at).take(LOOKED_AT)
    }

    /// Whether the values fit the headers better when they are moved by one column; `None` where the headers are right, and nothing inside
    /// where no value tells.
    fn fit_better(&self, headed: &[FileColumn], by: i64) -> Option<Option<bool>> {
        let (mut here, mut there) = (0, 0);
        for file in headed {
            let Some(value) = file.column.map(|place| &self.kind.columns[place].value) else { continue };
            if matches!(value, ValueType::Text { .. } | ValueType::Ordinal) {
                continue;
            }
            here += u32::from(self.fits(value, file.at));
            let moved = u32::try_from(i64::from(file.at) + by).ok();
            there += u32::from(moved.is_some_and(|at| self.fits(value, at)));
        }
        match (here, there) {
            (0, 0) => Some(None),
            (here, there) if there > here => Some(Some(true)),
            _ => None,
        }
    }

    /// Returns true if most cells of a column could be values of a type.
    fn fits(&self, value: &ValueType, at: u32) -> bool {
        let (fit, all) =
            self.cells(at).fold((0, 0), |(fit, all), cell| (fit + u32::from(looks_like(value, cell)), all + 1));
        fit * 2 > all
    }

    /// Returns true if a column counts the rows, from 0 or 1.
    fn holds_row_numbers(&self, file: &FileColumn) -> bool {
        let number = |cell: Cell<'_>| match cell {
            Cell::Number(number) => Some(number),
            Cell::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        let mut cells = self.cells(file.at).map(number);
        let Some(Some(first)) = cells.next() else { return false };
        (first == 0.0 || first == 1.0) && (1..).zip(cells).all(|(at, cell)| cell == Some(first + f64::from(at)))
    }

    /// Returns true if the first header, of a text that every row needs, is above names of rows: numbers, or codes and small words beside names
    /// that begin with a capital letter. Every row has a value in the column without a header then.
    fn names_rows(&self, first: &FileColumn, last: &FileColumn) -> bool {
        let is_needed = first.column.is_some_and(|place| {
            let column = &self.kind.columns[place];
            column.required == Required::Always && matches!(column.value, ValueType::Text { .. })
        });
        let rows = self.mapping.header_row.saturating_add(1)..self.sheet.row_count();
        let rows = rows.filter(|&row| !self.sheet.is_row_blank(row)).take(LOOKED_AT);
        let names: Option<Vec<_>> = if is_needed {
            rows.map(|row| (!self.sheet.cell(row, last.at).is_blank()).then(|| self.sheet.cell(row, first.at)))
                .collect()
        } else {
            None
        };
        names.is_some_and(|names| {
            names.iter().all(|&name| is_whole(name)) || are_codes(&names) && self.begin_large(first.at + 1)
        })
    }

    /// Returns true if the texts of a column begin with capital letters.
    fn begin_large(&self, at: u32) -> bool {
        self.cells(at).all(|cell| matches!(cell, Cell::Text(text) if text.trim_start().starts_with(char::is_uppercase)))
    }
}

fn is_whole(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Number(number) => number.fract() == 0.0,
        Cell::Text(text) => !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Returns true if cells are several different words of small letters and digits, or of one beginning with different numbers behind it.
fn are_codes(cells: &[Cell<'_>]) -> bool {
    let texts = cells.iter().filter_map(|&cell| if let Cell::Text(text) = cell { Some(text.trim()) } else { None });
    let words: BTreeSet<_> = texts.collect();
    let is_small = |word: &&str| {
        let byte_is_small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        !word.is_empty() && word.bytes().all(byte_is_small)
    };
    let beginning = |word: &&str| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let beginnings: BTreeSet<_> = words.iter().map(beginning).collect();
    let are_numbered = beginnings.len() == 1 && words.iter().all(|word| word.ends_with(|c: char| c.is_ascii_digit()));
    words.len() > 1 && words.len() == cells.len() && (are_numbered || words.iter().all(is_small))
}

impl Shift {
    /// The correction that gives every value the header that it belongs to.
    pub(crate) fn fix(&self, kind: &Kind, mapping: &Mapping) -> Fix {
        let by = if self.to_the_right { -1 } else { 1 };
        let column = |at: u32| {
            let of = u32::try_from(i64::from(at) + by).ok()?;
            let file = mapping.columns.iter().find(|file| file.at == of)?;
            file.column.map(|place| kind.columns[place].name.to_owned())
        };
        let columns =
            (self.range.0..=self.range.1).map(|at| ColumnChoice { letters: column_letters(at), column: column(at) });
        Fix::MapColumns { columns: columns.collect() }
    }
}

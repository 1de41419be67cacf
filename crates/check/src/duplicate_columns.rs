//! Several columns of a file whose headers name one column of the template: `Partner` with names next to `Partner ID` with IDs.

use lanegate_sheet::{Cell, Sheet};

use crate::header_text::words;
use crate::headers::cells_below;
use crate::looks::looks_like;
use crate::parse::cell_text;
use crate::text::key_text;
use crate::{Column, Mapping, Required, ValueType};

/// Cells of a column looked at.
const LOOKED_AT: usize = 200;
/// Words of a header that speak of ids.
const IDS: [&str; 6] = ["id", "ids", "uuid", "uid", "guid", "uuids"];

/// The one of several file columns, by their places in the mapping, that is surely meant; `None` where they can't be told apart.
pub(crate) fn best(column: &Column, sheet: &Sheet, mapping: &Mapping, rivals: &[usize]) -> Option<usize> {
    if rivals.len() < 2 {
        return rivals.first().copied();
    }
    // How many cells of each fit, and how many there are.
    let cells = |&at: &usize| {
        let cells = cells_below(sheet, mapping.header_row, mapping.columns[at].at).take(LOOKED_AT);
        cells.fold((0, 0), |(fit, all), cell| (fit + usize::from(looks_like(&column.value, cell)), all + 1))
    };
    let fits: Vec<(usize, usize)> = rivals.iter().map(cells).collect();
    let mut fitting = rivals.iter().zip(&fits).filter(|(_, (fit, _))| *fit > 0);
    match (fitting.next(), fitting.next()) {
        (Some((&only, (fit, all))), None) => (fit * 2 > *all).then_some(only),
        (Some((&first, _)), Some(_)) if matches!(column.value, ValueType::PastDate) => {
            rivals.iter().all(|&other| is_same_day(sheet, mapping, first, other)).then_some(first)
        }
        (Some(_), Some(_)) if may_repeat(column) => fullest_of_same(sheet, mapping, rivals),
        (None, _) if matches!(column.value, ValueType::Uuid) => {
            let speaks_of_ids = |at: &&usize| {
                words(&key_text(&mapping.columns[**at].header)).iter().any(|word| IDS.contains(&word.as_str()))
            };
            let mut found = rivals.iter().filter(speaks_of_ids);
            found.next().copied().filter(|_| found.next().is_none())
        }
        _ => None,
    }
}

/// Returns true if two columns have the same day in each row, or a blank.
fn is_same_day(sheet: &Sheet, mapping: &Mapping, first: usize, other: usize) -> bool {
    let rows = mapping.header_row.saturating_add(1)..sheet.row_count();
    let day = |row: u32, file: usize| match sheet.cell(row, mapping.columns[file].at) {
        Cell::Text(text) => text.trim().split(['T', ' ']).next().filter(|day| !day.is_empty()).map(str::to_owned),
        Cell::Date(date) | Cell::Number(date) => Some(date.floor().to_string()),
        Cell::IsoDate(date) => date.split('T').next().map(str::to_owned),
        _ => None,
    };
    rows.into_iter().all(|row| match (day(row, first), day(row, other)) {
        (Some(first), Some(other)) => first == other,
        _ => true,
    })
}

/// Returns true for names and addresses: two columns that agree in them mean the same.
const fn may_repeat(column: &Column) -> bool {
    matches!(column.value, ValueType::Text { lines: false, .. } | ValueType::Email | ValueType::LinkedIn)
}

/// The column with most values of several that have the same text in each row, or a blank.
fn fullest_of_same(sheet: &Sheet, mapping: &Mapping, rivals: &[usize]) -> Option<usize> {
    let at = |file: usize| mapping.columns[file].at;
    let rows = || mapping.header_row.saturating_add(1)..sheet.row_count();
    let filled = |file: usize| rows().filter(|&row| !sheet.cell(row, at(file)).is_blank()).count();
    // The first of equals.
    let fullest = rivals.iter().copied().rev().max_by_key(|&file| filled(file))?;
    let mut others = rivals.iter().copied().filter(|&file| file != fullest);
    others.all(|other| agree(sheet, mapping.header_row, at(fullest), at(other))).then_some(fullest)
}

/// Returns true if two columns of a sheet have the same text wherever both have one, and that in at least one row. Case and spacing
/// don't matter.
pub(crate) fn agree(sheet: &Sheet, header_row: u32, first: u32, other: u32) -> bool {
    let text = |row: u32, at: u32| {
        let cell = sheet.cell(row, at);
        (!cell.is_blank()).then(|| key_text(&cell_text(cell, sheet.date_system())))
    };
    let mut rows = header_row.saturating_add(1)..sheet.row_count();
    let mut both = 0;
    let agree = rows.all(|row| match (text(row, first), text(row, other)) {
        (Some(first), Some(other)) => {
            both += 1;
            first == other
        }
        _ => true,
    });
    agree && both > 0
}

/// Returns true if a column with another name of an ID column isn't it, because a column called just `ID` contains IDs and this one
/// doesn't: `Partner` with names next to `ID` with IDs.
pub(crate) fn gives_way(column: &Column, sheet: &Sheet, mapping: &Mapping, named: usize) -> bool {
    if !matches!(column.value, ValueType::Uuid) || column.required != Required::Always {
        return false;
    }
    // If any cell fits, and if all do.
    let fits = |at: u32| {
        let cells = cells_below(sheet, mapping.header_row, at).take(LOOKED_AT);
        let fits: Vec<bool> = cells.map(|cell| looks_like(&column.value, cell)).collect();
        (fits.contains(&true), !fits.contains(&false))
    };
    let header_is_id =
        |header: &str| matches!(words(&key_text(header)).as_slice(), [word] if IDS.contains(&word.as_str()));
    let mut free = mapping.columns.iter().filter(|file| file.column.is_none());
    let has_none = !fits(mapping.columns[named].at).0;
    has_none && free.any(|file| header_is_id(&file.header) && fits(file.at) == (true, true))
}

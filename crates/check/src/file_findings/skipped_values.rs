//! Values by which rows are skipped, and that no row has: a slip of the pen, or an answer from an earlier file.

use std::collections::BTreeSet;

use lanegate_sheet::{Sheet, cell_name, column_letters, parse_column_letters};
use lanegate_wire::{Finding, Fix};

use super::of;
use crate::checked::Checked;
use crate::codes;
use crate::parse::cell_text;
use crate::text::{collapsed, shortened};

/// Values of the column that a message names.
const NAMED: usize = 5;
/// Rows looked at for them.
const LOOKED_AT: usize = 1_000;

pub(super) fn findings(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let fixes = checked.reading.settings.fixes.iter();
    let found = fixes.filter_map(|fix| {
        let Fix::LeaveOutWhere { letters, value } = fix else { return None };
        let at = parse_column_letters(letters).filter(|at| checked.skips_value(*at, value))?;
        (seen.insert((at, value)) && !is_anywhere(checked, sheet, at, value))
            .then(|| finding(checked, sheet, at, value))
    });
    found.collect()
}

fn is_anywhere(checked: &Checked, sheet: &Sheet, at: u32, value: &str) -> bool {
    let reading = &checked.reading;
    let mut rows = rows(checked, sheet);
    rows.any(|row| reading.overlay.has_value(sheet, &reading.mapping, (row, at), value))
}

fn rows<'a>(checked: &'a Checked, sheet: &'a Sheet) -> impl Iterator<Item = u32> + 'a {
    let rows = checked.mapping().header_row.saturating_add(1)..sheet.row_count();
    rows.filter(|&row| !checked.reading.skips(sheet, row))
}

fn finding(checked: &Checked, sheet: &Sheet, at: u32, value: &str) -> Finding {
    let file = checked.mapping().columns.iter().find(|file| file.at == at);
    let header = file.map_or_else(String::new, |file| format!(" (\"{}\")", shortened(&file.header)));
    let place = file.and_then(|file| file.column);
    let mut values: Vec<String> = Vec::new();
    for row in rows(checked, sheet).take(LOOKED_AT) {
        let cell = checked.reading.overlay.cell(sheet, row, Some(at), place);
        let text = cell_text(cell, sheet.date_system());
        let text = collapsed(&text);
        let words = if text.is_empty() { "blank cells".to_owned() } else { format!("\"{}\"", shortened(&text)) };
        if !values.contains(&words) {
            values.push(words);
        }
        if values.len() > NAMED {
            values.truncate(NAMED);
            values.push("…".to_owned());
            break;
        }
    }
    let what = if value.is_empty() { "a blank cell".to_owned() } else { format!("\"{}\"", shortened(value)) };
    let message = format!(
        "No row has {what} in column {}{header}, so none is skipped by it. The column has {}.",
        column_letters(at),
        values.join(", ")
    );
    let header_row = checked.mapping().header_row;
    Finding {
        row: Some(header_row + 1),
        cell: Some(cell_name(header_row, at)),
        value: Some(value.to_owned()),
        ..of(codes::NOTHING_SKIPPED, sheet, message, "Give the value as the file has it.")
    }
}

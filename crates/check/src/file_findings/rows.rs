//! Findings about the rows of a sheet together: none at all, rows with nothing to import, numbers stored as text.

use lanegate_sheet::{Cell, Sheet, cell_name};
use lanegate_wire::{Finding, Fix};

use super::of;
use crate::checked::Checked;
use crate::looks::looks_like;
use crate::{ValueType, codes};

pub(super) fn findings(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let mut findings = numbers_as_text(checked, sheet);
    findings.extend(non_data_rows(checked, sheet));
    if let Some((first, count)) = checked.reading.non_data_rows.empty {
        let message = match count {
            1 => format!("Row {} holds nothing in any column that is imported; it is left out.", first + 1),
            _ => format!(
                "{count} rows hold nothing in any column that is imported, the first of them row {}; they are left out.",
                first + 1
            ),
        };
        let hint = "Fill them in if they are meant.";
        findings.push(Finding { row: Some(first + 1), ..of(codes::ROWS_WITHOUT_VALUES, sheet, message, hint) });
    }
    if let Some((first, count)) = checked.reading.ragged_rows.end_early {
        let message = match count {
            1 => format!("Row {} ends before the last column; what is missing counts as blank.", first + 1),
            _ => format!(
                "{count} rows end before the last column, the first of them row {}; what is missing counts as blank.",
                first + 1
            ),
        };
        findings.push(Finding { row: Some(first + 1), ..of(codes::ROWS_END_EARLY, sheet, message, "") });
    }
    let mut rows = checked.mapping().header_row.saturating_add(1)..sheet.row_count();
    if rows.all(|row| sheet.is_row_blank(row)) {
        let hint = "Choose another sheet, or fill the rows in.";
        findings.push(of(codes::NO_ROWS, sheet, "There are no rows below the headers.".into(), hint));
    }
    findings
}

/// Several rows that are no data, and that nobody has skipped yet. They can be skipped together.
fn non_data_rows(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let reading = &checked.reading;
    let open = reading.non_data_rows.iter().filter(|&(row, _)| !reading.leaves_out(sheet, row));
    let open = open.filter(|&(row, _)| reading.non_data_row(row).is_some());
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for (_, found) in open {
        match counts.iter_mut().find(|(words, _)| *words == found.in_words()) {
            Some((_, count)) => *count += 1,
            None => counts.push((found.in_words(), 1)),
        }
    }
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let parts: Vec<String> = counts.iter().map(|(words, count)| format!("{words}: {count}")).collect();
    let message = format!("{all} rows are no data ({}). They block until they are skipped.", parts.join(", "));
    let hint = "Skip them all at once, or look at each of them first.";
    let fixes = vec![Fix::LeaveOutNonData {}];
    (all > 1).then(|| Finding { fixes, ..of(codes::NON_DATA_ROWS, sheet, message, hint) })
}

/// Rows above the header row that could be data, such as a first table whose headers are not known. Titles, filters, and a row of
/// group headers have fewer values, or come alone.
pub(super) fn above_header(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let values = |row| (0..sheet.column_count()).filter(|&at| !sheet.cell(row, at).is_blank()).take(3).count();
    let mut rows = (0..checked.mapping().header_row).filter(|&row| values(row) == 3);
    let first = rows.next()?;
    let count = 1 + rows.count();
    let message = format!(
        "{count} rows above the header row have values in several columns, the first of them row {}; they aren't imported.",
        first + 1
    );
    let hint = "If they are data, choose another header row, or move them below it.";
    (count > 1).then(|| Finding { row: Some(first + 1), ..of(codes::ROWS_ABOVE_HEADER, sheet, message, hint) })
}

/// Columns of whole numbers in which some are stored as text. In a text file all are, and nobody has to hear of it: there no cell
/// of the sheet is anything else. (Numbers in date columns have findings of their own, cell by cell.)
fn numbers_as_text(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let columns = checked.kind().columns.iter().zip(&checked.mapping().places);
    let numbers = columns.filter(|(column, _)| matches!(column.value, ValueType::Ordinal));
    let found = numbers.filter_map(|(column, place)| {
        let at = (*place)?;
        let rows = checked.mapping().header_row.saturating_add(1)..sheet.row_count();
        let as_text = |row: &u32| {
            matches!(sheet.cell(*row, at), Cell::Text(_)) && looks_like(&column.value, sheet.cell(*row, at))
        };
        let mut found = rows.filter(|row| as_text(row) && !checked.reading.skips(sheet, *row));
        let first = found.next().filter(|_| has_other_than_text(checked, sheet))?;
        let count = 1 + found.count() as u32;
        let (name, cell) = (column.name, cell_name(first, at));
        let message = match count {
            1 => format!("The number in {cell} is stored as text; it is read as the number that it shows."),
            _ => format!(
                "{count} numbers of {name} are stored as text, the first of them in {cell}; they are read as the numbers that they show."
            ),
        };
        let finding = of(codes::NUMBERS_AS_TEXT, sheet, message, "");
        Some(Finding {
            row: Some(first + 1),
            cell: Some(cell),
            column: Some(column.name.into()),
            ..finding
        })
    });
    found.collect()
}

/// Whether any imported cell below the headers is a number, a date or a truth value, as no text file has them.
fn has_other_than_text(checked: &Checked, sheet: &Sheet) -> bool {
    let rows = checked.mapping().header_row.saturating_add(1)..sheet.row_count();
    let typed = |cell| matches!(cell, Cell::Number(_) | Cell::Date(_) | Cell::Bool(_) | Cell::Duration(_));
    rows.into_iter().any(|row| checked.mapping().places.iter().flatten().any(|&at| typed(sheet.cell(row, at))))
}

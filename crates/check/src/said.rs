//! Findings about what a person said of the file, or has to say: the order of text dates, corrections that fit nothing.

use lanegate_sheet::{Sheet, cell_name};
use lanegate_wire::{DateOrder, Finding, Fix};

use crate::checked::Checked;
use crate::combined::MAX_PARTS;
use crate::file_findings::of;
use crate::{codes, date_order};

/// For each date column: the order that was found, with its proof, or the two cells that contradict each other.
pub(crate) fn date_orders(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let open = checked.evidence.iter().filter(|(place, _)| !checked.reading.order_is_said(**place));
    let found = open.filter_map(|(&place, evidence)| {
        let at = checked.mapping().places[place]?;
        let column = checked.kind().columns[place].name;
        let (row, finding) = if let Some((row, proof)) = evidence.proof(at) {
            let order = date_order::words(evidence.order()?);
            (
                row,
                of(
                    codes::DATE_ORDER_FOUND,
                    sheet,
                    format!("The dates of {column} are read as {order}, because {proof}."),
                    "",
                ),
            )
        } else {
            let (row, contradiction) = evidence.contradiction(at)?;
            let message = format!("The dates of {column} have no one order: {contradiction}.");
            let hint = "Say which order the others have, or correct them one by one.";
            let orders = [DateOrder::Dmy, DateOrder::Mdy];
            let fixes = orders.map(|order| Fix::DateOrder { column: column.to_owned(), order });
            (row, Finding { fixes: fixes.into(), ..of(codes::DATE_ORDER_MIXED, sheet, message, hint) })
        };
        Some(Finding { row: Some(row + 1), cell: Some(cell_name(row, at)), column: Some(column.into()), ..finding })
    });
    found.collect()
}

/// Corrections that name nothing in the file.
pub(crate) fn unfit(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let fixes = checked.reading.overlay.unfit.iter().filter_map(|&number| checked.reading.settings.fixes.get(number));
    let found = fixes.map(|fix| {
        let what = match fix {
            Fix::SetCell { cell, .. } => format!("The file has no row of data with the cell {cell}"),
            Fix::MapValue { column, .. } | Fix::DateOrder { column, .. } | Fix::DateCells { column, .. } => {
                format!("The kind has no column {column} of this sort")
            }
            Fix::MapColumn { letters, column: None } => format!("The file has no column {letters}"),
            Fix::MapColumn { letters, column: Some(column) } => {
                format!("The file has no column {letters}, or the kind has no column {column}")
            }
            Fix::MapColumns { .. } => "The file or the kind lacks one of the columns".to_owned(),
            Fix::Combine { column, .. } => {
                format!("The kind has no column {column}, the file lacks one of the columns for it, there are more than {MAX_PARTS} of them, or the result is too large")
            }
            Fix::Lookup { column, .. } => {
                format!("The kind has no column {column} of IDs, the file lacks one of the columns, or the result is too large")
            }
            Fix::LeaveOutWhere { letters, .. } => format!("The file has no column {letters}"),
            Fix::LeaveOutNonData {} => "The file has no rows that are no data".to_owned(),
            Fix::LeaveOut { row } | Fix::TakeIn { row } => {
                format!("The file has no row of data with the number {row}")
            }
        };
        of(
            codes::FIX_NOT_APPLIED,
            sheet,
            format!("{what}; the correction changes nothing."),
            "Remove the correction, or correct it.",
        )
    });
    found.collect()
}

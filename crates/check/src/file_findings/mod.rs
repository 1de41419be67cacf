//! Findings about the file as a whole: what Excel does not show, which columns are missing, doubled or not imported.

mod columns;
mod hazards;
mod rows;
pub(crate) mod several_addresses;
mod skipped_values;

use lanegate_sheet::{Sheet, parse_cell_name};
use lanegate_wire::Finding;

use crate::checked::Checked;
use crate::parse::cell_text;
use crate::text::shortened;
use crate::{Code, codes, said};

pub(crate) use hazards::to_be_told;

/// All findings that are not about a row.
pub(crate) fn file_findings(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let mut findings = hazards::findings(checked, sheet);
    let header_row = checked.mapping().header_row;
    if header_row > 0 {
        let message = format!("The headers were found in row {}; the rows above it are not imported.", header_row + 1);
        findings.push(Finding { row: Some(header_row + 1), ..of(codes::HEADER_ROW, sheet, message, "") });
    }
    findings.extend(rows::above_header(checked, sheet));
    findings.extend(columns::shifted(checked, sheet));
    findings.extend(columns::missing(checked, sheet));
    findings.extend(columns::without_list(checked, sheet));
    findings.extend(columns::not_imported(checked, sheet));
    findings.extend(columns::doubled_headers(checked, sheet));
    findings.extend(several_addresses::findings(checked, sheet));
    findings.extend(said::date_orders(checked, sheet));
    findings.extend(said::unfit(checked, sheet));
    findings.extend(skipped_values::findings(checked, sheet));
    findings.extend(rows::findings(checked, sheet));
    for finding in &mut findings {
        quote_cell(finding, checked, sheet);
    }
    findings
}

/// Fills in the value of a finding that names a cell: without one, the finding would say that the cell is blank.
fn quote_cell(finding: &mut Finding, checked: &Checked, sheet: &Sheet) {
    let Some((row, at)) = finding.cell.as_deref().filter(|_| finding.value.is_none()).and_then(parse_cell_name) else {
        return;
    };
    let cell = if row > checked.mapping().header_row {
        let place = checked.mapping().places.iter().position(|place| *place == Some(at));
        checked.reading.overlay.cell(sheet, row, Some(at), place)
    } else {
        sheet.cell(row, at)
    };
    finding.value = Some(shortened(&cell_text(cell, sheet.date_system()))).filter(|text| !text.is_empty());
}

pub(crate) fn of(code: &Code, sheet: &Sheet, message: String, hint: &str) -> Finding {
    Finding {
        code: code.name.into(),
        severity: code.severity,
        sheet: Some(sheet.name().into()),
        cell: None,
        row: None,
        column: None,
        value: None,
        message,
        hint: hint.into(),
        fixes: Vec::new(),
    }
}

/// A number of things in words: `1 row`, `12 rows`.
fn counted(count: u32, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

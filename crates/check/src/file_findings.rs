//! Findings about the file as a whole: hazards that Excel hides, and columns that are missing, doubled or not imported.

use lanegate_sheet::{HazardKind, Sheet, cell_name, column_letters};
use lanegate_wire::Finding;

use crate::checked::Checked;
use crate::{Code, Required, codes, said};

/// All findings that are not about a row.
pub(crate) fn file_findings(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let mut findings = hazards(sheet, checked.mapping().header_row);
    let header_row = checked.mapping().header_row;
    if header_row > 0 {
        let message = format!("The headers were found in row {}; the rows above it are not imported.", header_row + 1);
        findings.push(Finding { row: Some(header_row + 1), ..of(codes::HEADER_ROW, sheet, message, "") });
    }
    findings.extend(missing_columns(checked, sheet));
    findings.extend(file_columns(checked, sheet));
    findings.extend(said::date_orders(checked, sheet));
    findings.extend(said::unfit(checked, sheet));
    if (header_row.saturating_add(1)..sheet.row_count()).all(|row| sheet.is_row_blank(row)) {
        let hint = "Choose another sheet, or fill the rows in.";
        findings.push(of(codes::NO_ROWS, sheet, "There are no rows below the headers.".into(), hint));
    }
    findings
}

fn hazards(sheet: &Sheet, header_row: u32) -> Vec<Finding> {
    let findings = sheet.hazards.iter().filter_map(|hazard| {
        let count = hazard.count;
        let (code, message, hint) = match hazard.kind {
            HazardKind::HiddenRows => {
                let count = hidden_data_rows(sheet, header_row);
                if count == 0 {
                    return None;
                }
                (
                    codes::HIDDEN_ROWS,
                    format!(
                        "{count} rows with data are hidden or filtered out in Excel; they are imported like all others."
                    ),
                    "Unhide them to look, or delete them from the file.",
                )
            }
            HazardKind::HiddenSheet => {
                (codes::HIDDEN_SHEET, format!("The hidden sheet \"{}\" is not imported.", hazard.detail), "")
            }
            HazardKind::OtherSheet => (
                codes::OTHER_SHEET,
                format!("The sheet \"{}\" is not imported.", hazard.detail),
                "Choose that sheet to import it as well.",
            ),
            HazardKind::MergedCells => (
                codes::MERGED_CELLS,
                format!("Cells are merged ({count} blocks); only the first cell of each holds its value."),
                "Unmerge the cells and fill the value into each row.",
            ),
            // Each such cell has its own finding where a column reads it.
            HazardKind::FormulaWithoutResult => return None,
            HazardKind::FilteredRows | HazardKind::BlankRange => return None,
            HazardKind::Dates1904 => {
                (codes::DATES_1904, "The file counts its dates from 1904 and was read so.".into(), "")
            }
            HazardKind::GuessedEncoding => (
                codes::GUESSED_ENCODING,
                format!("The text is not Unicode; it was read as {}.", hazard.detail),
                "Look at names with accents. If they are wrong, save the file as \"CSV UTF-8\".",
            ),
            HazardKind::RaggedRows => (
                codes::RAGGED_ROWS,
                format!("Rows have more or fewer fields than the first ({count})."),
                "Look whether a separator stands inside a text without quotes.",
            ),
            HazardKind::BrokenCell => (
                codes::BROKEN_CELL,
                format!("Cells refer to values that the file does not hold ({count}); they were read as blank."),
                "Open the file in Excel, look at these cells and save it again.",
            ),
            HazardKind::SecondReader => (
                codes::SECOND_READER,
                format!(
                    "The file is not quite in order: {}. Its cells could be read, but hidden rows, merged cells and formulas without a result could not be recognised.",
                    hazard.detail
                ),
                "Open the file in Excel, save it again, and choose the saved file.",
            ),
        };
        let mut finding = of(code, sheet, message, hint);
        if let Some((row, column)) = hazard.place {
            finding.row = Some(row + 1);
            if !matches!(hazard.kind, HazardKind::HiddenRows | HazardKind::RaggedRows) {
                finding.cell = Some(cell_name(row, column));
            }
        }
        Some(finding)
    });
    findings.collect()
}

fn hidden_data_rows(sheet: &Sheet, header_row: u32) -> usize {
    let rows = header_row.saturating_add(1)..sheet.row_count();
    rows.filter(|&row| sheet.is_row_hidden(row) && !sheet.is_row_blank(row)).count()
}

fn missing_columns(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let columns = checked.kind().columns.iter().enumerate().zip(&checked.mapping().places);
    let missing = columns.filter(|((place, column), at)| {
        let overridden = checked.source().is_some() && checked.kind().source_column == Some(*place);
        column.required == Required::Always && at.is_none() && !overridden
    });
    missing
        .map(|((_, column), _)| {
            let near =
                checked.mapping().columns.iter().find(|file| {
                    file.column.is_none() && !file.twice && file.near == checked.kind().column(column.name)
                });
            let hint = match near {
                Some(file) => format!("Is it the column \"{}\"? Then rename it to {}.", file.header, column.name),
                None => format!(
                    "Add a column {}, or rename the one that holds {}.",
                    column.name,
                    column.value.expectation()
                ),
            };
            Finding {
                row: Some(checked.mapping().header_row + 1),
                column: Some(column.name.into()),
                ..of(codes::COLUMN_MISSING, sheet, format!("The required column {} is missing.", column.name), &hint)
            }
        })
        .collect()
}

fn file_columns(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let header_row = checked.mapping().header_row;
    let others = checked.mapping().columns.iter().filter(|file| file.column.is_none());
    others
        .map(|file| {
            let letters = column_letters(file.at);
            let near = file.near.map(|column| checked.kind().columns[column].name);
            let (code, message, hint) = match near {
                Some(name) if file.twice => {
                    let first =
                        near.and_then(|name| checked.kind().column(name)).and_then(|at| checked.mapping().places[at]);
                    let first = first.map(column_letters).unwrap_or_default();
                    (
                        codes::COLUMN_TWICE,
                        format!("The columns {first} and {letters} both mean {name}."),
                        "Rename or remove one of them.".to_owned(),
                    )
                }
                Some(name) => (
                    codes::COLUMN_SUGGESTED,
                    format!("The column \"{}\" is not imported. Perhaps {name} is meant.", file.header),
                    format!("If so, rename the header to {name}."),
                ),
                None if file.header.is_empty() => (
                    codes::COLUMN_NOT_IMPORTED,
                    format!("Column {letters} has data but no header; it is not imported."),
                    String::new(),
                ),
                None => (
                    codes::COLUMN_NOT_IMPORTED,
                    format!("The column \"{}\" is not part of the template; it is not imported.", file.header),
                    String::new(),
                ),
            };
            Finding {
                row: Some(header_row + 1),
                cell: Some(cell_name(header_row, file.at)),
                column: Some(file.header.clone()),
                value: Some(file.header.clone()).filter(|header| !header.is_empty()),
                ..of(code, sheet, message, &hint)
            }
        })
        .collect()
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

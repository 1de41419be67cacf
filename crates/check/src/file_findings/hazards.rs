//! Findings about what Excel does not show: hidden rows and sheets, merged cells, the epoch of dates, a text's encoding.

use lanegate_sheet::{Hazard, HazardKind, Sheet, cell_name, column_letters, parse_cell_name, sort_short_by_key};
use lanegate_wire::{Finding, Fix};

use super::{counted, of};
use crate::checked::Checked;
use crate::{Code, codes};

pub(super) fn findings(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sheet.hazards.iter().filter_map(|hazard| plain(hazard, sheet)).collect();
    findings.extend(out_of_sight(checked, sheet));
    findings.extend(hidden_columns(checked, sheet));
    findings.extend(merged(checked, sheet));
    findings
}

/// Begins a finding about the file that an annotated copy was made from.
const BEFORE: &str = "In the file that this copy was made from: ";

/// Codes and messages of the findings that a copy of this file must repeat, since its cells can't show them.
pub(crate) fn to_be_told(findings: &[Finding]) -> impl Iterator<Item = (&str, &str)> {
    let shown = |code: &str| SHOWN_BY_COPIES.iter().any(|shown| shown.name == code);
    let told = findings.iter().filter(move |finding| {
        codes::HAZARDS.iter().any(|hazard| hazard.name == finding.code) && !shown(&finding.code)
    });
    told.map(|finding| (finding.code.as_str(), finding.message.strip_prefix(BEFORE).unwrap_or(&finding.message)))
}

/// Hazards that an annotated copy has, too, or that are of no matter there.
const SHOWN_BY_COPIES: [&Code; 12] = [
    codes::NO_ROWS,
    codes::HIDDEN_ROWS,
    codes::HIDDEN_COLUMNS,
    codes::FILTERED_ROWS,
    codes::ROWS_WITHOUT_VALUES,
    codes::NUMBERS_AS_TEXT,
    codes::BLANK_RANGE,
    codes::CHECK_CONTINUED,
    codes::STAMP_UNUSED,
    codes::HEADER_ROW,
    codes::ROWS_ABOVE_HEADER,
    codes::TABLE_BESIDE,
];

/// Hazards that need no look at the rows.
fn plain(hazard: &Hazard, sheet: &Sheet) -> Option<Finding> {
    let Hazard { count, detail, .. } = hazard;
    let more = if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let (code, message, hint): (&Code, String, &str) = match hazard.kind {
        HazardKind::HiddenSheet => {
            (codes::HIDDEN_SHEET, format!("The hidden sheet \"{detail}\"{more} is not imported."), "")
        }
        HazardKind::OtherSheet => (
            codes::OTHER_SHEET,
            format!("The sheet \"{detail}\"{more} is not imported."),
            "Choose that sheet to import it as well.",
        ),
        HazardKind::FittingSheet => (
            codes::FITTING_SHEET,
            format!(
                "The sheet \"{detail}\"{more} contains rows of the same kind, too; it isn't imported with this one."
            ),
            "Import the file once more and choose that sheet, or put all rows on one sheet.",
        ),
        HazardKind::UnreadableSheet => (
            codes::UNREADABLE_SHEET,
            format!("The sheet \"{detail}\"{more} can't be read."),
            "Choose that sheet to be told why. If it holds no rows to import, nothing is to be done.",
        ),
        HazardKind::Dates1904 => (codes::DATES_1904, "The file counts its dates from 1904 and was read so.".into(), ""),
        HazardKind::BlankRange => {
            let (rows, columns) = (sheet.row_count(), sheet.own_columns());
            let last = cell_name(rows.saturating_sub(1), columns.saturating_sub(1));
            let message = format!("The file says that the sheet spans {detail}, but nothing stands beyond {last}.");
            (codes::BLANK_RANGE, message, "")
        }
        HazardKind::GuessedEncoding => (
            codes::GUESSED_ENCODING,
            format!("The text is not Unicode; it was read as {detail}."),
            "Look at names with accents. If they are wrong, save the file as \"CSV UTF-8\".",
        ),
        HazardKind::UnusualQuotes => (
            codes::UNUSUAL_QUOTES,
            format!("In {}, {detail}. The file was read that way.", counted(*count, "row")),
            "Compare the first of these rows with the file.",
        ),
        HazardKind::BrokenCell => (
            codes::BROKEN_CELL,
            format!("Some cells could not be read as they were meant ({count}); the first of them holds {detail}."),
            "Check these cells. Opening and saving a workbook in Excel may repair it; export a CSV file again, as \"CSV UTF-8\".",
        ),
        HazardKind::SecondReader => (
            codes::SECOND_READER,
            format!(
                "The file is not quite in order: {detail}. Its cells could be read, but hidden rows, merged cells and formulas without a result could not be recognised."
            ),
            "Open the file in Excel, save it again, and choose the saved file.",
        ),
        HazardKind::CheckContinued => (
            codes::CHECK_CONTINUED,
            format!("The check goes on from an {detail}."),
            "What you choose here counts instead.",
        ),
        HazardKind::ToldBefore => {
            let (code, words) = detail.split_once('\u{1f}')?;
            let code = codes::HAZARDS.iter().copied().find(|hazard| hazard.name == code)?;
            (code, format!("{BEFORE}{words}"), "")
        }
        HazardKind::StampUnused => (
            codes::STAMP_UNUSED,
            format!("The file was written by Lanegate, but what it says of itself is not used: {detail}."),
            "",
        ),
        // Each such cell has its own finding where a column reads it.
        HazardKind::FormulaWithoutResult => return None,
        HazardKind::HiddenRows | HazardKind::FilteredRows | HazardKind::MergedCells => return None,
    };
    let finding = of(code, sheet, message, hint);
    let Some((row, column)) = hazard.place.filter(|_| hazard.kind != HazardKind::BlankRange) else {
        return Some(finding);
    };
    let cell = Some(cell_name(row, column)).filter(|_| hazard.kind != HazardKind::UnusualQuotes);
    Some(Finding { row: Some(row + 1), cell, ..finding })
}

/// Rows of data that Excel does not show: those in the range of a filter are left out by it, the others hidden by hand.
fn out_of_sight(checked: &Checked, sheet: &Sheet) -> Vec<Finding> {
    let of_kind = |kind| sheet.hazards.iter().filter(move |hazard| hazard.kind == kind);
    if of_kind(HazardKind::HiddenRows).chain(of_kind(HazardKind::FilteredRows)).next().is_none() {
        return Vec::new();
    }
    let filters: Vec<Area> = of_kind(HazardKind::FilteredRows).filter_map(|hazard| area(&hazard.detail)).collect();
    let in_filter = |row: u32| filters.iter().any(|area| (area.first.0..=area.last.0).contains(&row));
    let rows = checked.mapping().header_row.saturating_add(1)..sheet.row_count();
    let (mut filtered, mut hidden) = (None, None);
    for row in rows.filter(|&row| sheet.is_row_hidden(row) && !checked.reading.skips(sheet, row)) {
        let seen = if in_filter(row) { &mut filtered } else { &mut hidden };
        seen.get_or_insert((row, 0)).1 += 1;
    }
    let finding = |code, (first, count): (u32, u32), how: &str, hint| {
        let rows = counted(count, "row");
        let message = match count {
            1 => format!("Row {} {how}; it is imported like all others.", first + 1),
            _ => format!("{rows} {how}, the first of them row {}; they are imported like all others.", first + 1),
        };
        Finding { row: Some(first + 1), ..of(code, sheet, message, hint) }
    };
    let verb = |found: (u32, u32)| if found.1 == 1 { "is" } else { "are" };
    let filtered = filtered.map(|found| {
        let how = format!("{} left out of sight by a filter in Excel", verb(found));
        finding(codes::FILTERED_ROWS, found, &how, "Clear the filter to look, or delete the rows from the file.")
    });
    let hidden = hidden.map(|found| {
        let how = format!("{} hidden in Excel", verb(found));
        finding(codes::HIDDEN_ROWS, found, &how, "Unhide the rows to look, or delete them from the file.")
    });
    filtered.into_iter().chain(hidden).collect()
}

/// Imported columns that Excel does not show and that contain any value.
fn hidden_columns(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let rows = || checked.mapping().header_row.saturating_add(1)..sheet.row_count();
    let holds = |at: u32| rows().any(|row| !sheet.cell(row, at).is_blank() && !checked.reading.skips(sheet, row));
    let columns = checked.kind().columns.iter().zip(&checked.mapping().places);
    // A combined column is made of columns that can be hidden.
    let parts = |at: &u32| checked.mapping().parts(*at).into_iter().filter(|&at| sheet.is_column_hidden(at));
    let hidden = columns.flat_map(|(column, at)| at.iter().flat_map(parts).map(|at| (column.name, at)));
    let mut hidden: Vec<(&str, u32)> = hidden.filter(|(_, at)| holds(*at)).collect();
    sort_short_by_key(&mut hidden, |(_, at)| *at);
    let &(name, first) = hidden.first()?;
    let words: Vec<_> = hidden.iter().map(|(name, at)| format!("{} ({name})", column_letters(*at))).collect();
    let (message, hint) = match words.split_last()? {
        (one, []) => (
            format!("Column {one} is hidden in Excel; it is imported like all others."),
            "Unhide the column to check it, or choose not to import it.",
        ),
        (last, others) => (
            format!(
                "The columns {} and {last} are hidden in Excel; they are imported like all others.",
                others.join(", ")
            ),
            "Unhide the columns to check them, or choose not to import them.",
        ),
    };
    let aside = |(_, at): &(&str, u32)| Fix::MapColumn { letters: column_letters(*at), column: None };
    let header_row = checked.mapping().header_row;
    Some(Finding {
        row: Some(header_row + 1),
        cell: Some(cell_name(header_row, first)),
        column: Some(name.into()).filter(|_| hidden.len() == 1),
        fixes: hidden.iter().filter(|(_, at)| checked.mapping().places.contains(&Some(*at))).map(aside).collect(),
        ..of(codes::HIDDEN_COLUMNS, sheet, message, hint)
    })
}

/// Merged cells that touch the headers or the rows of a column that is imported. Elsewhere they change nothing.
fn merged(checked: &Checked, sheet: &Sheet) -> Option<Finding> {
    let rows = checked.mapping().header_row..sheet.row_count();
    let touches = |area: &Area| {
        let imported = checked.mapping().read_columns().iter().any(|at| (area.first.1..=area.last.1).contains(at));
        imported && area.last.0 >= rows.start && area.first.0 < rows.end
    };
    let hazards = sheet.hazards.iter().filter(|hazard| hazard.kind == HazardKind::MergedCells);
    let mut found = hazards.filter_map(|hazard| Some((hazard, area(&hazard.detail).filter(touches)?)));
    let (first, place) = found.next()?;
    let count = first.count + found.map(|(hazard, _)| hazard.count).sum::<u32>();
    let message = match count {
        1 => format!("The cells {} are merged; only the first of them holds the value.", first.detail),
        _ => format!(
            "{count} blocks of cells are merged, the first of them {}; only the first cell of each holds its value.",
            first.detail
        ),
    };
    let hint = "Unmerge the cells and fill the value into each row.";
    let (row, column) = place.first;
    let finding = of(codes::MERGED_CELLS, sheet, message, hint);
    Some(Finding { row: Some(row + 1), cell: Some(cell_name(row, column)), ..finding })
}

/// A range of cells, 0-based.
struct Area {
    first: (u32, u32),
    last: (u32, u32),
}

/// A range as Excel writes it, `A3:G500`.
fn area(range: &str) -> Option<Area> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    Some(Area { first: parse_cell_name(first)?, last: parse_cell_name(last)? })
}

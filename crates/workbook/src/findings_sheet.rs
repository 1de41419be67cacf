//! The sheet of an annotated copy that lists its findings, each with a link to its cell.

use lanegate_check::Checked;
use lanegate_sheet::Sheet;
use lanegate_wire::{Filter, Finding};
use rust_xlsxwriter::{Format, Url, Workbook, Worksheet, XlsxError};

use crate::text::write as write_text;
use crate::{names, style};

/// Links of a sheet: Excel's limit.
const MAX_LINKS: u32 = 65_530;
/// Findings listed: the library takes 290 bytes for each of their cells.
const MAX_LISTED: u32 = 100_000;
/// Findings made at a time.
const PAGE: u32 = 4_096;

const COLUMNS: [(&str, f64); 8] = [
    ("Severity", 10.0),
    ("Code", 22.0),
    ("Cell", 10.0),
    ("Row", 9.0),
    ("Column", 22.0),
    ("Value", 30.0),
    ("What was found", 70.0),
    ("What to do", 60.0),
];

/// Adds the sheet. `names` are its own and that of the rows.
pub(crate) fn write(
    workbook: &mut Workbook,
    (name, rows_name): (&str, &str),
    (sheet, checked): (&Sheet, &Checked),
    file: &str,
    words: &[String],
) -> Result<(), XlsxError> {
    let to = workbook.add_worksheet().set_name(name)?;
    let total = checked.finding_count(&Filter::default());
    let listed = total.min(MAX_LISTED);
    write_text(to, (0, 0), &format!("Findings of {file}"), Some(&style::title()))?;
    let mut row = 1;
    for line in words.iter().chain(&limits(total)) {
        write_text(to, (row, 0), line, None)?;
        row += 1;
    }
    let header_row = row + 1;
    for (column, (header, width)) in (0..).zip(COLUMNS) {
        write_text(to, (header_row, column), header, Some(&style::header()))?;
        to.set_column_width(column, width)?;
    }
    let mut pen =
        Pen { to, rows_name, plain: style::plain_text(), link: style::plain_text().set_hyperlink(), links: 0 };
    for from in (0..listed).step_by(PAGE as usize) {
        let page = checked.findings(sheet, from, PAGE.min(listed - from), &Filter::default());
        for (row, finding) in (header_row + 1 + from..).zip(&page) {
            pen.line(row, finding)?;
        }
    }
    to.autofilter(header_row, 0, header_row + listed.max(1), COLUMNS.len() as u16 - 1)?;
    to.set_freeze_panes(header_row + 1, 0)?;
    Ok(())
}

/// What the list does not hold.
fn limits(total: u32) -> Vec<String> {
    let mut limits = Vec::new();
    if total > MAX_LISTED {
        limits.push(format!(
            "The first {MAX_LISTED} of {total} findings are listed; the others show in the cells alone."
        ));
    }
    if total > MAX_LINKS {
        limits.push(format!("Links to the cells end after {MAX_LINKS}, the most that Excel takes."));
    }
    limits
}

struct Pen<'a> {
    to: &'a mut Worksheet,
    rows_name: &'a str,
    plain: Format,
    link: Format,
    links: u32,
}

impl Pen<'_> {
    fn line(&mut self, row: u32, finding: &Finding) -> Result<(), XlsxError> {
        let fill = Format::new().set_background_color(style::fill(finding.severity));
        write_text(self.to, (row, 0), finding.severity.as_str(), Some(&fill))?;
        write_text(self.to, (row, 1), &finding.code, None)?;
        self.cell(row, finding)?;
        if let Some(number) = finding.row {
            self.to.write_number(row, 3, number)?;
        }
        let texts = [&finding.column, &finding.value, &Some(finding.message.clone()), &Some(finding.hint.clone())];
        for (column, text) in (4..).zip(texts) {
            if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
                write_text(self.to, (row, column), text, Some(&self.plain))?;
            }
        }
        Ok(())
    }

    /// The cell's name, or the row, as a link.
    fn cell(&mut self, row: u32, finding: &Finding) -> Result<(), XlsxError> {
        let Some((place, text)) = finding
            .cell
            .as_ref()
            .map(|cell| (cell.clone(), cell.clone()))
            .or_else(|| finding.row.map(|row| (format!("A{row}"), format!("row {row}"))))
        else {
            return Ok(());
        };
        if self.links == MAX_LINKS {
            write_text(self.to, (row, 2), &text, Some(&self.plain))?;
        } else {
            self.links += 1;
            let link = Url::new(names::link(self.rows_name, &place)).set_text(text);
            self.to.write_url_with_format(row, 2, link, &self.link)?;
        }
        Ok(())
    }
}

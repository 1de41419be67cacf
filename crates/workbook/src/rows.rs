//! The person's own rows in an annotated copy: every cell in its place, with what is said about it.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_check::{Checked, FileColumn, ValueType, cell_text};
use lanegate_sheet::{Cell, Sheet, parse_cell_name};
use lanegate_wire::{Filter, Finding};
use rust_xlsxwriter::Worksheet;

use crate::cell::{self, Look};
use crate::style::{Mark, Styles};
use crate::{Unwritable, comment};

/// Cells of a copy, findings included: the workbook is put together in memory, at about 150 bytes a cell.
pub(crate) const MAX_CELLS: usize = 12_000_000;
/// Comments of a copy. Excel takes long to open files with many.
pub(crate) const MAX_COMMENTS: u32 = 20_000;
/// Findings made at a time.
const PAGE: u32 = 4_096;
/// Rows looked at for the columns' widths.
const SAMPLED: u32 = 200;

/// What had to be left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Cells with a mark and no comment.
    pub uncommented: u32,
    /// Texts cut to Excel's limit.
    pub cut: u32,
}

/// A checked sheet on its way into a copy.
pub(crate) struct Rows<'a> {
    pub sheet: &'a Sheet,
    pub checked: &'a Checked,
}

impl<'a> Rows<'a> {
    /// All findings about rows, in their order, made a page at a time.
    fn findings(&self) -> impl Iterator<Item = Finding> + use<'a> {
        let (sheet, checked) = (self.sheet, self.checked);
        let first = checked.of_file().len() as u32;
        let page = move |from| checked.findings(sheet, from, PAGE, &Filter::default());
        (first..).step_by(PAGE as usize).map(page).take_while(|page| !page.is_empty()).flatten()
    }

    /// Writes every row.
    pub(crate) fn write(&self, to: &mut Worksheet) -> Result<Told, Unwritable> {
        let styles = Styles::new();
        let columns: BTreeMap<u32, &FileColumn> =
            self.checked.mapping().columns.iter().map(|column| (column.at, column)).collect();
        let matched: Vec<u32> = columns.values().filter(|file| file.column.is_some()).map(|file| file.at).collect();
        // What is said about a row and none of its cells is said at its first one.
        let first = columns.keys().next().copied().unwrap_or(0);
        let file_findings = by_cell(self.checked.of_file());
        let mut findings = self.findings().peekable();
        let mut pen = Pen {
            to,
            sheet: self.sheet,
            styles: &styles,
            told: Told::default(),
            comments: 0,
            cells: 0,
            infos: self.infos(),
        };
        for (rows, held) in self.sheet.pieces() {
            let some: BTreeSet<u32> = held.into_iter().chain(matched.iter().copied()).collect();
            for row in rows {
                let mut said: BTreeMap<u32, Vec<Finding>> = BTreeMap::new();
                for (&(_, column), found) in file_findings.range((row, 0)..=(row, u32::MAX)) {
                    said.entry(column).or_default().extend(found.iter().map(|&finding| finding.clone()));
                }
                while let Some(finding) = findings.next_if(|finding| finding.row == Some(row + 1)) {
                    let at = finding.cell.as_deref().and_then(parse_cell_name).map_or(first, |(_, column)| column);
                    said.entry(at).or_default().push(finding);
                }
                let is_data = row > self.checked.mapping().header_row && !self.sheet.is_row_blank(row);
                let left_out = is_data && self.checked.is_left_out(row);
                let further: Vec<u32> = said.keys().copied().filter(|column| !some.contains(column)).collect();
                for column in some.iter().copied().chain(further) {
                    let held = self.sheet.cell(row, column);
                    let file = columns.get(&column);
                    let counts = file.filter(|_| is_data).map_or(held, |file| self.checked.cell(self.sheet, row, file));
                    let is_date = is_data && file.is_some_and(|file| self.holds_dates(file));
                    pen.cell(
                        (row, column),
                        (held, counts),
                        is_date,
                        left_out,
                        said.get(&column).map_or(&[], Vec::as_slice),
                    )?;
                }
                if self.sheet.is_row_hidden(row) {
                    pen.to.set_row_hidden(row)?;
                }
            }
        }
        let told = pen.told;
        self.set_widths(to)?;
        Ok(told)
    }

    fn holds_dates(&self, file: &FileColumn) -> bool {
        file.column.is_some_and(|place| matches!(self.checked.kind().columns[place].value, ValueType::PastDate))
    }

    /// Whether there is room for comments that only inform.
    fn infos(&self) -> bool {
        let counts = self.checked.counts();
        counts.error.saturating_add(counts.warning).saturating_add(counts.info) <= MAX_COMMENTS
    }

    fn set_widths(&self, to: &mut Worksheet) -> Result<(), Unwritable> {
        let rows = self.sheet.row_count().min(self.checked.mapping().header_row.saturating_add(SAMPLED));
        let from = self.checked.mapping().header_row;
        for column in &self.checked.mapping().columns {
            let texts = (from..rows).map(|row| cell_text(self.sheet.cell(row, column.at), self.sheet.date_system()));
            let longest = texts.map(|text| text.chars().take(100).count()).max().unwrap_or(0);
            to.set_column_width(column.at as u16, (longest + 2).clamp(11, 44) as f64)?;
        }
        Ok(())
    }
}

/// Findings by the row and column of their cell.
fn by_cell(findings: &[Finding]) -> BTreeMap<(u32, u32), Vec<&Finding>> {
    let mut cells: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in findings {
        if let Some(place) = finding.cell.as_deref().and_then(parse_cell_name) {
            cells.entry(place).or_default().push(finding);
        }
    }
    cells
}

/// Writes cells and counts what it writes.
struct Pen<'a> {
    to: &'a mut Worksheet,
    sheet: &'a Sheet,
    styles: &'a Styles,
    told: Told,
    comments: u32,
    cells: usize,
    infos: bool,
}

impl Pen<'_> {
    fn cell(
        &mut self,
        (row, column): (u32, u32),
        (held, counts): (Cell<'_>, Cell<'_>),
        is_date: bool,
        left_out: bool,
        findings: &[Finding],
    ) -> Result<(), Unwritable> {
        let severity = findings.iter().map(|finding| finding.severity).min();
        let mark = Mark { severity, corrected: counts != held, left_out };
        if counts == Cell::Blank && (severity.is_none() && !mark.corrected) {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(Unwritable::TooLarge(MAX_CELLS));
        }
        let dates = self.sheet.date_system();
        let at = (row, column as u16);
        let counts = match counts {
            // A corrected day stands as a day.
            Cell::Text(text) if mark.corrected && is_date && cell::iso_serial(text).is_some() => Cell::IsoDate(text),
            other => other,
        };
        let cut = cell::write(self.to, at, counts, Look { dates, is_date, mark, styles: self.styles })?;
        self.told.cut += u32::from(cut);
        let worth =
            self.infos || mark.corrected || severity.is_some_and(|severity| severity < lanegate_wire::Severity::Info);
        if severity.is_none() && !mark.corrected {
            return Ok(());
        }
        if self.comments >= MAX_COMMENTS || !worth {
            self.told.uncommented += 1;
            return Ok(());
        }
        self.comments += 1;
        let before = mark.corrected.then(|| cell_text(held, dates));
        self.to.insert_note(row, at.1, &comment::comment(findings, before.as_deref()))?;
        Ok(())
    }
}

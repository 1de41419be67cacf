//! The way through a checked sheet, cell by cell, with what is said about each.

use std::collections::{BTreeMap, BTreeSet};

use lanegate_check::{Checked, FileColumn, ValueType};
use lanegate_sheet::{Cell, Sheet, parse_cell_name};
use lanegate_wire::{Filter, Finding, Severity};

use crate::style::Mark;
use crate::{Unwritable, cell};

/// Findings made at a time.
const PAGE: u32 = 4_096;

/// A checked sheet on its way into a copy.
pub(crate) struct Rows<'a> {
    pub sheet: &'a Sheet,
    pub checked: &'a Checked,
}

/// One cell on that way. Blank ones are met only where something is said about them.
pub(crate) struct Met<'a> {
    /// 0-based.
    pub row: u32,
    /// 0-based.
    pub column: u32,
    /// What the file holds.
    pub held: Cell<'a>,
    /// What counts.
    pub counts: Cell<'a>,
    /// Whether it is of a column of dates.
    pub is_date: bool,
    pub mark: Mark,
    /// What is said about it, where somebody wants the words.
    pub findings: &'a [Finding],
}

/// What is said about one cell of a row.
#[derive(Default)]
struct Said {
    severity: Option<Severity>,
    findings: Vec<Finding>,
}

/// Who looks at the cells.
pub(crate) trait Visit {
    /// Whether the cells' findings are to come in words, which takes longer. Once `false`, it stays so.
    fn wants_words(&self) -> bool;
    /// A row begins. Rows without cells come only where they are hidden.
    fn row(&mut self, row: u32, hidden: bool) -> Result<(), Unwritable>;
    /// A cell of it, from left to right.
    fn cell(&mut self, cell: &Met<'_>) -> Result<(), Unwritable>;
}

impl<'a> Rows<'a> {
    /// All findings about rows, in their order, made a page at a time.
    fn findings(&self) -> impl Iterator<Item = Finding> + use<'a> {
        let (sheet, checked) = (self.sheet, self.checked);
        let first = checked.of_file().len() as u32;
        let page = move |from| checked.findings(sheet, from, PAGE, &Filter::default());
        (first..).step_by(PAGE as usize).map(page).take_while(|page| !page.is_empty()).flatten()
    }

    /// Shows every cell to `visit`, row after row.
    pub(crate) fn walk(&self, visit: &mut impl Visit) -> Result<(), Unwritable> {
        let columns: BTreeMap<u32, &FileColumn> =
            self.checked.mapping().columns.iter().map(|column| (column.at, column)).collect();
        let matched: Vec<u32> = columns.values().filter(|file| file.column.is_some()).map(|file| file.at).collect();
        // What is said about a row and none of its cells is said at its first one.
        let first = columns.keys().next().copied().unwrap_or(0);
        let file_findings = by_cell(self.checked.of_file());
        let mut findings = self.findings().peekable();
        for (rows, held) in self.sheet.pieces() {
            let some: BTreeSet<u32> = held.into_iter().chain(matched.iter().copied()).collect();
            for row in rows {
                let mut said = self.severities(row, first);
                for (&(_, column), found) in file_findings.range((row, 0)..=(row, u32::MAX)) {
                    let here: &mut Said = said.entry(column).or_default();
                    here.findings.extend(found.iter().map(|&finding| finding.clone()));
                    here.severity = found.iter().map(|finding| finding.severity).chain(here.severity).min();
                }
                // Words are made only while somebody reads them.
                while visit.wants_words() && findings.next_if(|finding| finding.row < Some(row + 1)).is_some() {}
                while visit.wants_words() && !said.is_empty() {
                    let Some(finding) = findings.next_if(|finding| finding.row == Some(row + 1)) else { break };
                    let at = finding.cell.as_deref().and_then(parse_cell_name).map_or(first, |(_, column)| column);
                    said.entry(at).or_default().findings.push(finding);
                }
                self.walk_row(row, (&some, &columns), &said, visit)?;
            }
        }
        Ok(())
    }

    /// The gravest finding of each of a row's columns.
    fn severities(&self, row: u32, first: u32) -> BTreeMap<u32, Said> {
        let places = &self.checked.mapping().places;
        let mut said: BTreeMap<u32, Said> = BTreeMap::new();
        for (place, severity) in self.checked.severities(row) {
            // A finding about a column that the file lacks is one about the row.
            let here = said.entry(place.and_then(|place| places[place]).unwrap_or(first)).or_default();
            here.severity = here.severity.into_iter().chain([severity]).min();
        }
        said
    }

    fn walk_row(
        &self,
        row: u32,
        (some, columns): (&BTreeSet<u32>, &BTreeMap<u32, &FileColumn>),
        said: &BTreeMap<u32, Said>,
        visit: &mut impl Visit,
    ) -> Result<(), Unwritable> {
        let is_data = self.checked.holds_data(self.sheet, row);
        let left_out = row > self.checked.mapping().header_row && self.checked.is_left_out(row);
        let hidden = self.sheet.is_row_hidden(row);
        let mut begun = false;
        if hidden {
            visit.row(row, hidden)?;
            begun = true;
        }
        let mut more = said.keys().copied().filter(|column| !some.contains(column)).peekable();
        let mut all = some.iter().copied().peekable();
        while let Some(column) = match (all.peek(), more.peek()) {
            (Some(one), Some(other)) if other < one => more.next(),
            (Some(_), _) => all.next(),
            (None, _) => more.next(),
        } {
            let found = columns.get(&column);
            let counts =
                found.map_or(self.sheet.cell(row, column), |file| self.checked.copied_cell(self.sheet, row, file));
            let held = if is_data { self.sheet.cell(row, column) } else { counts };
            let file = found.filter(|_| is_data);
            let said = said.get(&column);
            let (severity, findings) = said.map_or((None, &[][..]), |said| (said.severity, said.findings.as_slice()));
            let mark = Mark { severity, corrected: counts != held, left_out };
            if matches!(counts, Cell::Blank | Cell::Text("")) && severity.is_none() && !mark.corrected {
                continue;
            }
            let is_date = file.is_some_and(|file| self.holds_dates(file));
            let asks_swapped = file.and_then(|file| file.column).is_some_and(|place| self.checked.asks_swapped(place));
            let counts = match counts {
                // A corrected day is written as a day, unless the column's date cells are perhaps swapped: this one is right.
                Cell::Text(text) if mark.corrected && is_date && !asks_swapped && cell::iso_serial(text).is_some() => {
                    Cell::IsoDate(text)
                }
                other => other,
            };
            if !begun {
                visit.row(row, hidden)?;
                begun = true;
            }
            visit.cell(&Met { row, column, held, counts, is_date, mark, findings })?;
        }
        Ok(())
    }

    fn holds_dates(&self, file: &FileColumn) -> bool {
        file.column.is_some_and(|place| matches!(self.checked.kind().columns[place].value, ValueType::PastDate))
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

//! Findings and rows of a check, by filter and window.

use std::collections::BTreeMap;

use lanegate_sheet::{Cell, Sheet, sort_short_by_key};
use lanegate_wire::{Filter, Finding, FindingGroup, Severity};

use super::{Checked, State};
use crate::remark::Remark;
use crate::{Code, FileColumn, codes, explain};

impl Checked {
    /// Findings by code and column, gravest and most frequent first.
    #[must_use]
    pub fn finding_groups(&self) -> Vec<FindingGroup> {
        let mut counts: BTreeMap<(&str, Option<&str>), u32> = BTreeMap::new();
        for finding in &self.file {
            *counts.entry((&finding.code, finding.column.as_deref())).or_default() += 1;
        }
        for remark in &self.remarks {
            *counts.entry((remark.code.name, self.column_name(remark))).or_default() += 1;
        }
        let mut groups: Vec<FindingGroup> = counts
            .into_iter()
            .filter_map(|((code, column), count)| {
                let code = explain(code)?;
                let (title, severity) = (code.title.to_owned(), code.severity);
                Some(FindingGroup {
                    code: code.name.to_owned(),
                    title,
                    severity,
                    column: column.map(Into::into),
                    count,
                })
            })
            .collect();
        sort_short_by_key(&mut groups, |group| (group.severity, std::cmp::Reverse(group.count)));
        groups
    }

    /// How many findings a filter leaves.
    #[must_use]
    pub fn finding_count(&self, filter: &Filter) -> u32 {
        self.finding_count_among(filter, None)
    }

    /// The same; where `rows` are given, only findings in these.
    #[must_use]
    pub fn finding_count_among(&self, filter: &Filter, rows: Option<&[u32]>) -> u32 {
        (self.file_shown(filter, rows).count() + self.shown(filter, rows).count()) as u32
    }

    /// Findings that a filter leaves, those of the file first, then by row and column.
    #[must_use]
    pub fn findings(&self, sheet: &Sheet, from: u32, limit: u32, filter: &Filter) -> Vec<Finding> {
        self.findings_among(sheet, (from, limit), filter, None)
    }

    /// The same, from a place on and at most so many; where `rows` are given, only findings in these.
    #[must_use]
    pub fn findings_among(
        &self,
        sheet: &Sheet,
        (from, limit): (u32, u32),
        filter: &Filter,
        rows: Option<&[u32]>,
    ) -> Vec<Finding> {
        let file = self.file_shown(filter, rows).map(|finding| (Some(finding), None));
        let others = self.shown(filter, rows).map(|remark| (None, Some(remark)));
        file.chain(others)
            .skip(from as usize)
            .take(limit as usize)
            .filter_map(|(file, remark)| file.cloned().or_else(|| Some(self.finding(sheet, remark?))))
            .collect()
    }

    /// The place of the first error among the findings that a filter leaves; where `rows` are given, only of findings in these. `None`
    /// if none of them is one.
    #[must_use]
    pub fn first_error(&self, filter: &Filter, rows: Option<&[u32]>) -> Option<u32> {
        let file = self.file_shown(filter, rows).map(|finding| finding.severity);
        let mut severities = file.chain(self.shown(filter, rows).map(|remark| remark.code.severity));
        severities.position(|severity| severity == Severity::Error).map(|place| place as u32)
    }

    /// Rows of data, 0-based and ascending; with a filter that names anything, only those with such findings, and of `rows`.
    #[must_use]
    pub fn shown_rows(&self, filter: &Filter, rows: Option<Vec<u32>>) -> Vec<u32> {
        let any = Filter { text: None, ..filter.clone() } == Filter::default();
        match rows {
            Some(rows) if any => rows,
            None if any => {
                let states = (0..).zip(&self.states);
                states.filter(|(_, state)| **state != State::Blank).map(|(row, _)| row).collect()
            }
            rows => {
                let mut shown: Vec<u32> = self.shown(filter, rows.as_deref()).map(|remark| remark.row).collect();
                shown.dedup();
                shown
            }
        }
    }

    /// Findings about the file: none where only some rows are looked at.
    pub(super) fn file_shown<'a>(
        &'a self,
        filter: &'a Filter,
        rows: Option<&[u32]>,
    ) -> impl Iterator<Item = &'a Finding> {
        let all = if rows.is_none() { self.file.as_slice() } else { &[] };
        all.iter().filter(|finding| self.shows_file(finding, filter))
    }

    pub(super) fn shown<'a>(&'a self, filter: &'a Filter, rows: Option<&'a [u32]>) -> impl Iterator<Item = &'a Remark> {
        let among = move |remark: &&Remark| rows.is_none_or(|rows| rows.binary_search(&remark.row).is_ok());
        self.remarks.iter().filter(|remark| self.shows(remark, filter)).filter(among)
    }

    /// What counts in a cell of one of the file's columns: what the sheet holds, unless a correction says otherwise. Rows that are no data
    /// stay as they are, whatever is said of a whole column.
    #[must_use]
    pub fn cell<'a>(&'a self, sheet: &'a Sheet, row: u32, column: &FileColumn) -> Cell<'a> {
        if self.reading.holds_data(sheet, row) {
            self.reading.overlay.cell(sheet, row, Some(column.at), column.column)
        } else {
            sheet.cell(row, column.at)
        }
    }

    /// What an annotated copy has in the cell: in a row that is no data, nothing of an added column, so that the row is no data there, either.
    #[must_use]
    pub fn copied_cell<'a>(&'a self, sheet: &'a Sheet, row: u32, column: &FileColumn) -> Cell<'a> {
        let is_added = row > self.mapping().header_row && column.at >= sheet.own_columns();
        if is_added && !self.reading.holds_data(sheet, row) {
            return Cell::Blank;
        }
        self.cell(sheet, row, column)
    }

    /// Returns true for a row of data: one below the headers that is checked and can be imported.
    #[must_use]
    pub fn holds_data(&self, sheet: &Sheet, row: u32) -> bool {
        self.reading.holds_data(sheet, row)
    }

    /// Returns true if rows with a value in a column of the sheet are skipped.
    #[must_use]
    pub fn skips_value(&self, at: u32, value: &str) -> bool {
        self.reading.overlay.skips_value(at, value)
    }

    /// The findings about the file as a whole: the first ones of [`Checked::findings`].
    #[must_use]
    pub fn of_file(&self) -> &[Finding] {
        &self.file
    }

    /// What Excel may not show of the file.
    #[must_use]
    pub fn hazards(&self) -> Vec<Finding> {
        let is_hazard = |finding: &&Finding| codes::HAZARDS.iter().any(|code| code.name == finding.code);
        self.file.iter().filter(is_hazard).cloned().collect()
    }

    /// Codes and messages of the findings that an annotated copy must repeat, since its cells can't show them.
    pub fn to_be_told(&self) -> impl Iterator<Item = (&str, &str)> {
        crate::file_findings::to_be_told(&self.file)
    }

    /// Rows, 0-based and ascending, that may have been cut in the wrong places, and that nobody has corrected or skipped.
    #[must_use]
    pub fn torn_rows(&self) -> Vec<u32> {
        self.rows_with(&[codes::RAGGED_ROW, codes::UNCLEAR_QUOTES])
    }

    /// The rows that end early in a text file, or of which a line break may cut a value.
    #[must_use]
    pub fn short_rows(&self) -> Vec<u32> {
        self.rows_with(&[codes::SHORT_ROW])
    }

    fn rows_with(&self, codes: &[&Code]) -> Vec<u32> {
        let found = self.remarks.iter().filter(|remark| codes.contains(&remark.code));
        let mut rows: Vec<u32> = found.map(|remark| remark.row).collect();
        rows.dedup();
        rows
    }

    /// Returns true if there are rows that are no data, and a person skips all of them.
    #[must_use]
    pub fn skips_non_data(&self) -> bool {
        let rows = self.reading.non_data_rows.iter().map(|(row, _)| row);
        let mut rows = rows.filter(|&row| self.reading.non_data_row(row).is_some()).peekable();
        rows.peek().is_some() && rows.all(|row| self.is_left_out(row))
    }

    /// Whether a person leaves a row out.
    #[must_use]
    pub fn is_left_out(&self, row: u32) -> bool {
        self.states.get(row as usize) == Some(&State::LeftOut)
    }

    /// The gravest finding of each of a row's columns: by the column's place in the kind, and of the row itself under `None`.
    #[must_use]
    pub fn severities(&self, row: u32) -> BTreeMap<Option<usize>, Severity> {
        let from = self.remarks.partition_point(|remark| remark.row < row);
        let mut gravest = BTreeMap::new();
        for remark in self.remarks[from..].iter().take_while(|remark| remark.row == row) {
            let column = gravest.entry(remark.column.map(usize::from)).or_insert(remark.code.severity);
            *column = remark.code.severity.min(*column);
        }
        gravest
    }

    fn shows(&self, remark: &Remark, filter: &Filter) -> bool {
        filter.severity.is_none_or(|severity| remark.code.severity <= severity)
            && filter.code.as_deref().is_none_or(|code| remark.code.name == code)
            && filter.column.as_deref().is_none_or(|column| self.column_name(remark) == Some(column))
            && filter.row.is_none_or(|row| remark.row + 1 == row)
    }

    fn shows_file(&self, finding: &Finding, filter: &Filter) -> bool {
        filter.severity.is_none_or(|severity| finding.severity <= severity)
            && filter.code.as_ref().is_none_or(|code| finding.code == *code)
            && filter.column.as_ref().is_none_or(|column| finding.column.as_ref() == Some(column))
            && filter.row.is_none_or(|row| finding.row == Some(row))
    }

    pub(super) fn column_name(&self, remark: &Remark) -> Option<&'static str> {
        remark.column.map(|column| self.reading.kind.columns[usize::from(column)].name)
    }
}

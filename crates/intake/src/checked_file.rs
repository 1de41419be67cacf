//! A checked file as the page looks at it: windows of rows and findings, never the whole.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use lanegate_check::{Checked, LookupList, Settings, SuggestedFixes, add_columns, cell_text, check, match_headers};
use lanegate_sheet::Sheet;
use lanegate_wire::{
    CellFacts, CellView, CheckOptions, Combining, FileFacts, Filter, FindingWindow, Matching, Overview, Progress,
    RowView, RowWindow, SheetView, Stage,
};

use crate::Intake;
use crate::choice::Choice;
use crate::stamp::Made;

/// A window holds at most this many rows or findings.
const MAX_WINDOW: u32 = 500;

/// A file with the result of its check.
pub struct CheckedFile {
    pub(crate) file: FileFacts,
    sheets: Vec<SheetView>,
    pub(crate) sheet_number: usize,
    pub(crate) sheet: Sheet,
    pub(crate) checked: Checked,
    pub(crate) evidence: Option<String>,
    /// The first rows of the batches, 0-based.
    pub(crate) starts: Vec<u32>,
    pub(crate) options: CheckOptions,
    /// In an annotated copy, the columns that were combined from others.
    pub(crate) made: Vec<Made>,
    /// The lists that were available to lookups.
    pub(crate) lists: Vec<Arc<LookupList>>,
    /// The rows that the last filter left: scrolling asks for window after window of the same.
    shown: RefCell<Option<(Filter, Rc<Vec<u32>>)>>,
    /// The rows that hold the text last searched for.
    found: RefCell<Option<(String, Rc<Vec<u32>>)>>,
}

impl CheckedFile {
    pub(crate) fn new(
        intake: &Intake,
        mut sheet: Sheet,
        choice: &Choice,
        source: Option<&'static str>,
        options: &CheckOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Self {
        let lists = intake.lists.clone();
        let lookups = add_columns(choice.kind, &mut sheet, choice.header_row, &options.fixes, &lists);
        let mapping = match_headers(choice.kind, &sheet, choice.header_row);
        let (fixes, reference) = (options.fixes.clone(), intake.reference.clone());
        let made = intake.made(choice).to_vec();
        let settings = Settings {
            today: options.today,
            date_order: options.date_order,
            source,
            fixes,
            reference,
            lookups,
            combined_before: made.iter().filter_map(Made::combined_before).collect(),
        };
        let total = Some(sheet.row_count());
        let mut told = |done| progress(Progress { stage: Stage::Checking, done, total });
        let checked = check(choice.kind, &sheet, mapping, settings, &mut told);
        let starts = checked.batch_starts();
        let (file, sheets, options) = (intake.file.clone(), intake.sheets(), options.clone());
        let evidence = choice.evidence.clone();
        Self {
            file,
            sheets,
            sheet_number: choice.sheet,
            sheet,
            checked,
            evidence,
            starts,
            options,
            made,
            lists,
            shown: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// Takes over other corrections, when nothing else changes and they concern few rows. Otherwise the answer is `false`, and
    /// nothing has changed.
    pub(crate) fn correct(&mut self, lists: &[Arc<LookupList>], options: &CheckOptions) -> bool {
        let only_fixes = CheckOptions { fixes: self.options.fixes.clone(), ..options.clone() } == self.options;
        let same_lists = lists.iter().map(Arc::as_ptr).eq(self.lists.iter().map(Arc::as_ptr));
        if !only_fixes || !same_lists || !self.checked.correct(&self.sheet, &options.fixes) {
            return false;
        }
        self.starts = self.checked.batch_starts();
        self.options = options.clone();
        self.shown.take();
        self.found.take();
        true
    }

    /// The file in brief.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let (checked, kind) = (&self.checked, self.checked.kind());
        Overview {
            file: self.file.clone(),
            sheets: self.sheets.clone(),
            sheet: self.sheet.name().to_owned(),
            kind: kind.name.to_owned(),
            kind_title: kind.title.to_owned(),
            lane: kind.lane,
            evidence: self.evidence.clone(),
            header_row: checked.mapping().header_row + 1,
            columns: checked.columns(),
            rows: checked.rows(),
            clean: checked.clean(),
            blocked: checked.blocked(),
            left_out: checked.left_out(),
            counts: checked.counts(),
            groups: checked.finding_groups(),
            hazards: checked.hazards(),
            excluded: checked.excluded(),
            unlisted: checked.unlisted(&self.sheet),
        }
    }

    /// Findings that a filter leaves, from a place on; at most 500.
    #[must_use]
    pub fn findings(&self, from: u32, limit: u32, filter: &Filter) -> FindingWindow {
        let rows = self.found(filter);
        let rows = rows.as_ref().map(|rows| rows.as_slice());
        let findings = self.checked.findings_among(&self.sheet, (from, limit.min(MAX_WINDOW)), filter, rows);
        FindingWindow { from, total: self.checked.finding_count_among(filter, rows), findings }
    }

    /// The place of the first error among the findings that a filter leaves; `None` if none of them is one.
    #[must_use]
    pub fn first_error(&self, filter: &Filter) -> Option<u32> {
        let rows = self.found(filter);
        self.checked.first_error(filter, rows.as_ref().map(|rows| rows.as_slice()))
    }

    /// The suggestions of the findings that a filter leaves, as at most `most` corrections to be added to those made so far.
    #[must_use]
    pub fn suggested_fixes(&self, filter: &Filter, most: usize) -> SuggestedFixes {
        let rows = self.found(filter);
        self.checked.suggested_fixes(&self.sheet, filter, rows.as_ref().map(|rows| rows.as_slice()), most)
    }

    /// At most `most` corrections that change the column's other cells as this one was changed, which contained `before`: its row,
    /// numbered as Excel does, and its column's place among the file's columns.
    #[must_use]
    pub fn same_change(&self, (row, column): (u32, usize), before: &str, most: usize) -> SuggestedFixes {
        let Some(row) = row.checked_sub(1) else { return SuggestedFixes::default() };
        self.checked.same_change(&self.sheet, (row, column), before, most)
    }

    /// The codes of findings that have suggestions, gravest and most frequent first.
    #[must_use]
    pub fn codes_with_suggestions(&self) -> Vec<String> {
        self.checked.codes_with_suggestions(&self.sheet)
    }

    /// Rows that a filter leaves, from a place on; at most 500.
    #[must_use]
    pub fn rows(&self, from: u32, limit: u32, filter: &Filter) -> RowWindow {
        let shown = self.shown(filter);
        let window = shown.iter().skip(from as usize).take(limit.min(MAX_WINDOW) as usize);
        RowWindow { from, total: shown.len() as u32, rows: window.map(|&row| self.row(row)).collect() }
    }

    /// The place among the rows that a filter leaves of a row, numbered as Excel does; the next one where it is not among them.
    #[must_use]
    pub fn place_of_row(&self, row: u32, filter: &Filter) -> u32 {
        self.shown(filter).partition_point(|&shown| shown + 1 < row) as u32
    }

    /// How columns, list values and text dates are understood.
    #[must_use]
    pub fn matching(&self) -> Matching {
        self.checked.matching(&self.sheet)
    }

    /// The first different results of a combination of columns, given by their letters.
    #[must_use]
    pub fn combined_samples(&self, parts: &[String], how: Combining) -> Vec<String> {
        self.checked.combined_samples(&self.sheet, parts, how)
    }

    /// What a cell is: its row, numbered as Excel does, and its column's place among the file's columns.
    #[must_use]
    pub fn cell_facts(&self, row: u32, column: usize) -> Option<CellFacts> {
        self.checked.cell_facts(&self.sheet, row.checked_sub(1)?, column)
    }

    /// In how many rows a cell's column holds what the cell holds.
    #[must_use]
    pub fn alike(&self, row: u32, column: usize) -> u32 {
        row.checked_sub(1).map_or(0, |row| self.checked.alike(&self.sheet, row, column))
    }

    fn shown(&self, filter: &Filter) -> Rc<Vec<u32>> {
        if let Some((of, rows)) = &*self.shown.borrow()
            && of == filter
        {
            return rows.clone();
        }
        let found = self.found(filter).map(|rows| rows.to_vec());
        let rows = Rc::new(self.checked.shown_rows(filter, found));
        self.shown.replace(Some((filter.clone(), rows.clone())));
        rows
    }

    /// The rows that hold the filter's text, if it names one.
    fn found(&self, filter: &Filter) -> Option<Rc<Vec<u32>>> {
        let text = filter.text.as_ref()?;
        if let Some((of, rows)) = &*self.found.borrow()
            && of == text
        {
            return Some(rows.clone());
        }
        let rows = Rc::new(self.checked.search(&self.sheet, text));
        self.found.replace(Some((text.clone(), rows.clone())));
        Some(rows)
    }

    fn row(&self, row: u32) -> RowView {
        let severities = self.checked.severities(row);
        let cells = self.checked.mapping().columns.iter().map(|file| {
            let shown =
                |cell| cell_text(cell, self.sheet.date_system()).chars().take(CellView::MAX_SHOWN).collect::<String>();
            let (held, counts) = (self.sheet.cell(row, file.at), self.checked.cell(&self.sheet, row, file));
            let severity = file.column.and_then(|column| severities.get(&Some(column)).copied());
            CellView { text: shown(counts), held: (held != counts).then(|| shown(held)), severity }
        });
        let left_out = self.checked.is_left_out(row);
        RowView { row: row + 1, severity: severities.values().copied().min(), left_out, cells: cells.collect() }
    }
}

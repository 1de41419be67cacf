//! After a correction: the other cells of the column to which the same change of form can be made.

use lanegate_sheet::{Cell, Sheet, cell_name};
use lanegate_wire::{Fix, Severity};

use super::suggested_fixes::Collector;
use super::{Checked, State, SuggestedFixes};
use crate::ValueType;
use crate::parse::{cell_text, parse};
use crate::text_change::TextChange;

/// Different rules that are tried. A correction rarely allows more.
const RULES: usize = 8;

impl Checked {
    /// The corrections that change the column's other cells as a cell was changed that contained `before`: a row of the sheet, 0-based,
    /// and a column by its place among the file's columns.
    ///
    /// Of the rules that explain the change, the one that fits most cells counts. Values that are right already are only changed by
    /// narrow rules. Every new value is right: its cell has no error and no warning of its own.
    #[must_use]
    pub fn same_change(&self, sheet: &Sheet, (row, column): (u32, usize), before: &str, most: usize) -> SuggestedFixes {
        let Some((file, place)) = self.mapping().columns.get(column).and_then(|file| Some((file, file.column?))) else {
            return SuggestedFixes::default();
        };
        let is_free = matches!(self.kind().columns[place].value, ValueType::Text { .. });
        let with_finding = self.rows_with_finding(place);
        let rows = if is_free { self.data_rows() } else { with_finding.clone() };
        let text = |row| cell_text(self.cell(sheet, row, file), sheet.date_system());
        let rules: Vec<TextChange> = TextChange::between(before, &text(row)).into_iter().take(RULES).collect();
        let mut counts = [0_u32; RULES];
        let others = || rows.iter().copied().filter(|&other| other != row);
        let has_finding = |row| with_finding.binary_search(&row).is_ok();
        for other in others() {
            let (old, has_finding) = (text(other), has_finding(other));
            for (rule, count) in rules.iter().zip(&mut counts) {
                *count += u32::from(self.changed(sheet, (rule, place), &old, has_finding).is_some());
            }
        }
        // The first, and thereby narrowest, of those that fit most cells.
        let best = (0..rules.len()).rev().max_by_key(|&at| counts[at]).filter(|&at| counts[at] > 0);
        let Some(rule) = best.map(|at| &rules[at]) else { return SuggestedFixes::default() };
        let mut collected = Collector::new(most);
        for other in others() {
            let (old, has_finding) = (text(other), has_finding(other));
            if let Some(new) = self.changed(sheet, (rule, place), &old, has_finding) {
                let cell = cell_name(other, file.at);
                collected.add_change(
                    self.kind().columns[place].name,
                    (&old, &new),
                    Fix::SetCell { cell, value: new.clone() },
                );
            }
        }
        collected.finish(String::new())
    }

    /// What a rule makes of a cell's text, if the cell is the better for it.
    fn changed(
        &self,
        sheet: &Sheet,
        (rule, place): (&TextChange, usize),
        old: &str,
        has_finding: bool,
    ) -> Option<String> {
        if !has_finding && !rule.is_narrow() {
            return None;
        }
        let new = rule.apply(old)?;
        let mut notes = Vec::new();
        let context = self.reading.context(sheet, place);
        let value = parse(&self.kind().columns[place], Cell::Text(&new), &context, &mut notes);
        let is_right = value.is_some() && notes.iter().all(|note| note.code.severity == Severity::Info);
        is_right.then_some(new)
    }

    /// Rows that are imported unless they have errors, 0-based and ascending.
    fn data_rows(&self) -> Vec<u32> {
        let rows = (0..).zip(&self.states);
        rows.filter(|(_, state)| !matches!(state, State::Blank | State::LeftOut)).map(|(row, _)| row).collect()
    }

    /// The rows whose cell of the kind's column has an error or a warning, 0-based and ascending.
    fn rows_with_finding(&self, place: usize) -> Vec<u32> {
        let is_of_column = |column: Option<u16>| column.map(usize::from) == Some(place);
        let found = self.remarks.iter();
        let found = found.filter(|remark| is_of_column(remark.column) && remark.code.severity <= Severity::Warning);
        let mut rows: Vec<u32> = found.map(|remark| remark.row).collect();
        rows.dedup();
        rows
    }
}

//! The suggestions of a group of findings as one list of corrections, with a preview of what they change.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use lanegate_sheet::Sheet;
use lanegate_wire::{Combining, Filter, Finding, Fix, SuggestedChange, SuggestedChanges};

use super::Checked;
use crate::codes;
use crate::date_order::words;
use crate::text::{key_text, shortened};

/// Different changes that are counted. The first ones suffice to find those that are frequent.
const COUNTED: usize = 10_000;

/// Corrections that apply all suggestions of a group of findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestedFixes {
    /// The corrections, to be added after those made so far: as many as were asked for. A value that many cells contain is replaced once.
    pub fixes: Vec<Fix>,
    /// What they change.
    pub changes: SuggestedChanges,
}

impl Checked {
    /// The suggestions of the findings that a filter leaves, with at most `most` corrections; where `rows` are given, only of findings
    /// in these.
    ///
    /// A finding that offers several corrections has no suggestion, since a person has to choose.
    #[must_use]
    pub fn suggested_fixes(&self, sheet: &Sheet, filter: &Filter, rows: Option<&[u32]>, most: usize) -> SuggestedFixes {
        let mut collected = self.collected(sheet, (filter, rows), Collector::new(most));
        let one_by_one = collected.one_by_one();
        if !one_by_one.is_empty() {
            collected = self.collected(sheet, (filter, rows), Collector { one_by_one, ..Collector::new(most) });
        }
        collected.finish(filter.code.clone().unwrap_or_default())
    }

    fn collected(
        &self,
        sheet: &Sheet,
        (filter, rows): (&Filter, Option<&[u32]>),
        mut collected: Collector,
    ) -> Collector {
        let claims = self.claims();
        for finding in self.file_shown(filter, rows) {
            let fix = self.suggestion(finding);
            let rivals = fix.and_then(template_column).and_then(|column| claims.get(column));
            collected.add(finding, fix.filter(|_| rivals.is_none_or(|rivals| rivals.len() == 1)));
        }
        for remark in self.shown(filter, rows) {
            let finding = self.finding(sheet, remark);
            collected.add(&finding, self.suggestion(&finding));
        }
        collected
    }

    /// The codes of which at least one finding has a suggestion, gravest and most frequent first.
    #[must_use]
    pub fn codes_with_suggestions(&self, sheet: &Sheet) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for group in self.finding_groups() {
            if codes.contains(&group.code) {
                continue;
            }
            let filter = Filter { code: Some(group.code), column: group.column, ..Filter::default() };
            let of_file = self.file_shown(&filter, None).any(|finding| self.suggestion(finding).is_some());
            let suggests = |remark| self.suggestion(&self.finding(sheet, remark)).is_some();
            if of_file || self.shown(&filter, None).any(suggests) {
                codes.extend(filter.code);
            }
        }
        codes
    }

    /// The correction that settles a finding without a choice between several.
    fn suggestion<'a>(&self, finding: &'a Finding) -> Option<&'a Fix> {
        let [fix] = finding.fixes.as_slice() else { return None };
        let is_choice = match fix {
            // Each of the rows that contradict each other can be skipped, but one has to stay.
            Fix::LeaveOut { .. } => finding.code == codes::CONFLICT_IN_FILE.name,
            // It would take the place of the column that is imported now, or its cells contradict its header.
            Fix::MapColumn { column: Some(name), .. } => {
                self.is_matched(name) || finding.code == codes::COLUMN_NOT_IMPORTED.name
            }
            _ => false,
        };
        (!is_choice).then_some(fix)
    }

    fn is_matched(&self, name: &str) -> bool {
        let mut columns = self.reading.kind.columns.iter().zip(&self.reading.mapping.places);
        columns.any(|(column, place)| column.name == name && place.is_some())
    }

    /// What the findings about the file suggest for the same template column. Several corrections exclude each other.
    fn claims(&self) -> BTreeMap<&str, Vec<&Fix>> {
        let mut claims: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
        for fix in self.file.iter().filter_map(|finding| self.suggestion(finding)) {
            let Some(column) = template_column(fix) else { continue };
            let claims = claims.entry(column).or_default();
            if !claims.contains(&fix) {
                claims.push(fix);
            }
        }
        claims
    }
}

/// The template column that a correction gives other cells.
fn template_column(fix: &Fix) -> Option<&str> {
    match fix {
        Fix::MapColumn { column, .. } => column.as_deref(),
        Fix::Combine { column, .. } | Fix::Lookup { column, .. } => Some(column),
        _ => None,
    }
}

/// A template column's name, and the key of a value in it.
type ColumnValue = (String, String);

/// Collects corrections and counts what they change.
#[derive(Default)]
pub(super) struct Collector {
    collected: SuggestedFixes,
    /// The most corrections that are kept. The others are counted.
    most: usize,
    /// The last correction, kept or not.
    last: Option<Fix>,
    /// What replaces a value. `None` if not all findings about it suggest the same.
    replacements: BTreeMap<ColumnValue, Option<String>>,
    /// The values that are corrected cell by cell.
    one_by_one: BTreeSet<ColumnValue>,
    /// The answers about a column, or its dates, which several findings suggest.
    columns: Vec<Fix>,
    counts: BTreeMap<(Option<String>, String, String), u32>,
}

impl Collector {
    /// Nothing yet, with room for so many corrections.
    pub(super) fn new(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    /// Adds a correction of one cell, of the column `name`.
    pub(super) fn add_change(&mut self, name: &str, (from, to): (&str, &str), fix: Fix) {
        self.collected.changes.findings += 1;
        self.collected.changes.suggested += 1;
        self.count(Some(name.to_owned()), (shortened(from), shortened(to)));
        self.keep(fix);
    }

    /// Adds a finding without a suggestion, in a row as Excel numbers it.
    fn add_row_without(&mut self, row: Option<u32>) {
        let changes = &mut self.collected.changes;
        changes.findings += 1;
        let rows = &mut changes.rows_without;
        if let Some(row) = row.filter(|row| rows.last() != Some(row) && rows.len() < SuggestedChanges::MAX) {
            rows.push(row);
        }
    }

    fn add(&mut self, finding: &Finding, suggestion: Option<&Fix>) {
        if let Some(fix) = suggestion {
            self.collected.changes.findings += 1;
            self.collected.changes.suggested += 1;
            self.count(finding.column.clone(), in_words(finding, fix));
            self.push(finding, fix.clone());
            return;
        }
        self.add_row_without(finding.row);
        for fix in &finding.fixes {
            if let Fix::MapValue { column, from, .. } = fix {
                self.replacements.insert((column.clone(), key_text(from)), None);
            }
        }
    }

    fn push(&mut self, finding: &Finding, fix: Fix) {
        let fix = match fix {
            Fix::MapValue { column, from, to } => match self.replacement(finding, column, from, to) {
                Some(fix) => fix,
                None => return,
            },
            Fix::DateOrder { .. } | Fix::DateCells { .. } | Fix::MapColumn { .. } if self.columns.contains(&fix) => {
                return;
            }
            Fix::DateOrder { .. } | Fix::DateCells { .. } | Fix::MapColumn { .. } => {
                self.columns.push(fix.clone());
                fix
            }
            fix => fix,
        };
        // Several findings of a row may suggest the same, and they follow each other.
        if self.last.as_ref() != Some(&fix) {
            self.keep(fix);
        }
    }

    fn keep(&mut self, fix: Fix) {
        self.collected.changes.corrections += 1;
        if self.collected.fixes.len() < self.most {
            self.collected.fixes.push(fix.clone());
        }
        self.last = Some(fix);
    }

    /// The correction that replaces a value, unless it is in the list.
    fn replacement(&mut self, finding: &Finding, column: String, from: String, to: String) -> Option<Fix> {
        let value = (column, key_text(&from));
        if let (true, Some(cell)) = (self.one_by_one.contains(&value), &finding.cell) {
            return Some(Fix::SetCell { cell: cell.clone(), value: to });
        }
        match self.replacements.entry(value) {
            Entry::Vacant(entry) => {
                let column = entry.key().0.clone();
                entry.insert(Some(to.clone()));
                Some(Fix::MapValue { column, from, to })
            }
            Entry::Occupied(mut before) => {
                if before.get().as_ref() != Some(&to) {
                    before.insert(None);
                }
                None
            }
        }
    }

    /// The values that can't be replaced everywhere at once: letters may differ in case alone, and a cell may have a link that offers
    /// a choice.
    fn one_by_one(&self) -> BTreeSet<ColumnValue> {
        let differ = self.replacements.iter().filter(|(_, to)| to.is_none());
        differ.map(|(value, _)| value.clone()).collect()
    }

    fn count(&mut self, column: Option<String>, (from, to): (String, String)) {
        let is_full = self.counts.len() >= COUNTED;
        match self.counts.entry((column, from, to)) {
            Entry::Occupied(mut count) => *count.get_mut() += 1,
            Entry::Vacant(count) if !is_full => {
                count.insert(1);
            }
            Entry::Vacant(_) => {}
        }
    }

    pub(super) fn finish(self, code: String) -> SuggestedFixes {
        let SuggestedFixes { fixes, changes } = self.collected;
        let mut counts: Vec<_> = self.counts.into_iter().collect();
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let listed = counts.into_iter().take(SuggestedChanges::MAX);
        let listed: Vec<_> =
            listed.map(|((column, from, to), count)| SuggestedChange { column, from, to, count }).collect();
        let unlisted = changes.suggested - listed.iter().map(|change| change.count).sum::<u32>();
        SuggestedFixes { fixes, changes: SuggestedChanges { code, changes: listed, unlisted, ..changes } }
    }
}

/// What a correction changes, and what it makes of it.
fn in_words(finding: &Finding, fix: &Fix) -> (String, String) {
    let column = |letters: &str| format!("column {letters}");
    let matched = |name: Option<&str>| name.unwrap_or("not imported").to_owned();
    match fix {
        Fix::SetCell { value: to, .. } | Fix::MapValue { to, .. } => {
            (finding.value.clone().unwrap_or_default(), shortened(to))
        }
        Fix::MapColumn { letters, column: name } => (column(letters), matched(name.as_deref())),
        Fix::MapColumns { columns } => {
            let letters: Vec<_> = columns.iter().map(|choice| choice.letters.as_str()).collect();
            let names: Vec<_> = columns.iter().map(|choice| matched(choice.column.as_deref())).collect();
            (format!("columns {}", letters.join(", ")), names.join(", "))
        }
        Fix::Combine { column: name, parts, how } => {
            let how = match how {
                Combining::Join => "joined",
                Combining::FirstFilled => "first filled",
                Combining::Name => "the name",
                Combining::Address => "the address",
            };
            (format!("columns {} ({how})", parts.join(", ")), name.clone())
        }
        Fix::Lookup { column: name, parts, list, .. } => {
            (format!("columns {} (looked up in {})", parts.join(", "), shortened(&list.file)), name.clone())
        }
        Fix::DateOrder { order, .. } => ("dates".to_owned(), words(*order).to_owned()),
        Fix::DateCells { swapped, .. } => {
            ("date cells".to_owned(), if *swapped { "day and month swapped" } else { "right as they are" }.to_owned())
        }
        Fix::LeaveOut { .. } | Fix::LeaveOutWhere { .. } => ("row".to_owned(), "skipped".to_owned()),
        Fix::LeaveOutNonData {} => ("rows that are no data".to_owned(), "skipped".to_owned()),
        Fix::TakeIn { .. } => ("row".to_owned(), "imported".to_owned()),
    }
}

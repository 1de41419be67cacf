//! The result of a check: which rows are clean, which findings there are. Words and typed rows are made when asked for,
//! so that a million rows with findings take megabytes, not gigabytes.

use std::collections::BTreeMap;

use lanegate_sheet::{Sheet, cell_name, column_letters};
use lanegate_wire::{
    Batch, ColumnMatch, Counts, Excluded, Filter, Finding, FindingGroup, MAX_BATCH_BYTES, MAX_BATCH_ROWS, Row, Severity,
};

use crate::check::{RowReader, Settings};
use crate::parse::cell_text;
use crate::remark::Remark;
use crate::{Code, Group, Identity, Kind, Mapping, Note, TypedRow, Verdict, codes, explain};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum State {
    /// Not a row of data.
    Blank,
    /// It can be committed.
    Clean,
    /// It has an error.
    Blocked,
    /// It says the same as an earlier row.
    Merged,
}

/// A checked sheet.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(crate) kind: &'static Kind,
    pub(crate) mapping: Mapping,
    pub(crate) settings: Settings,
    pub(crate) states: Vec<State>,
    pub(crate) sizes: Vec<u32>,
    pub(crate) remarks: Vec<Remark>,
    pub(crate) groups: Vec<Group>,
    /// Kept rows whose blanks other rows fill, with their group.
    pub(crate) fills: BTreeMap<u32, u32>,
    pub(crate) file: Vec<Finding>,
}

impl Checked {
    pub(crate) fn new(kind: &'static Kind, sheet: &Sheet, mapping: Mapping, settings: Settings) -> Self {
        let rows = sheet.row_count() as usize;
        Self {
            kind,
            mapping,
            settings,
            states: vec![State::Blank; rows],
            sizes: vec![0; rows],
            remarks: Vec::new(),
            groups: Vec::new(),
            fills: BTreeMap::new(),
            file: Vec::new(),
        }
    }

    /// The kind that the rows were checked as.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// The headers' row and the columns matched.
    #[must_use]
    pub const fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The source override, if one was given.
    #[must_use]
    pub const fn source(&self) -> Option<&'static str> {
        self.settings.source
    }

    /// Rows below the headers that hold anything.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.count(|state| state != State::Blank)
    }

    /// Rows that can be committed.
    #[must_use]
    pub fn clean(&self) -> u32 {
        self.count(|state| state == State::Clean)
    }

    /// Rows with an error.
    #[must_use]
    pub fn blocked(&self) -> u32 {
        self.count(|state| state == State::Blocked)
    }

    fn count(&self, wanted: impl Fn(State) -> bool) -> u32 {
        self.states.iter().filter(|&&state| wanted(state)).count() as u32
    }

    /// Findings by severity.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.file.iter().for_each(|finding| counts.add(finding.severity));
        self.remarks.iter().for_each(|remark| counts.add(remark.code.severity));
        counts
    }

    /// The file's columns.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnMatch> {
        let columns = self.mapping.columns.iter().map(|file| ColumnMatch {
            header: file.header.clone(),
            letters: column_letters(file.at),
            column: file.column.map(|column| self.kind.columns[column].name.to_owned()),
            how: file.how,
        });
        columns.collect()
    }

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
        groups.sort_by_key(|group| (group.severity, std::cmp::Reverse(group.count)));
        groups
    }

    /// Rows that are not clean, by the code of their first error or of what they repeat.
    #[must_use]
    pub fn excluded(&self) -> Vec<Excluded> {
        let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
        let mut last = None;
        for remark in &self.remarks {
            let blocks = remark.code.severity == Severity::Error || remark.code == self.merge_code();
            if blocks && last != Some(remark.row) && self.states[remark.row as usize] != State::Clean {
                *reasons.entry(remark.code.name).or_default() += 1;
                last = Some(remark.row);
            }
        }
        reasons.into_iter().map(|(reason, rows)| Excluded { reason: reason.to_owned(), rows }).collect()
    }

    /// How many findings a filter leaves.
    #[must_use]
    pub fn finding_count(&self, filter: &Filter) -> u32 {
        let file = self.file.iter().filter(|finding| self.shows_file(finding, filter)).count();
        (file + self.remarks.iter().filter(|remark| self.shows(remark, filter)).count()) as u32
    }

    /// Findings that a filter leaves, those of the file first, then by row and column.
    #[must_use]
    pub fn findings(&self, sheet: &Sheet, from: u32, limit: u32, filter: &Filter) -> Vec<Finding> {
        let file = self.file.iter().filter(|finding| self.shows_file(finding, filter)).map(|f| (Some(f), None));
        let rows = self.remarks.iter().filter(|remark| self.shows(remark, filter)).map(|r| (None, Some(r)));
        file.chain(rows)
            .skip(from as usize)
            .take(limit as usize)
            .filter_map(|(file, remark)| file.cloned().or_else(|| Some(self.finding(sheet, remark?))))
            .collect()
    }

    /// Rows of data, 0-based and ascending; with a filter that names anything, only those with such findings.
    #[must_use]
    pub fn shown_rows(&self, filter: &Filter) -> Vec<u32> {
        if *filter == Filter::default() {
            return (0..).zip(&self.states).filter(|(_, state)| **state != State::Blank).map(|(row, _)| row).collect();
        }
        let mut rows: Vec<u32> = self.remarks.iter().filter(|r| self.shows(r, filter)).map(|r| r.row).collect();
        rows.dedup();
        rows
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

    fn column_name(&self, remark: &Remark) -> Option<&'static str> {
        remark.column.map(|column| self.kind.columns[usize::from(column)].name)
    }

    /// A remark in words.
    fn finding(&self, sheet: &Sheet, remark: &Remark) -> Finding {
        let place = remark.column.and_then(|column| self.mapping.places[usize::from(column)]);
        let note = self.note(sheet, remark);
        Finding {
            code: remark.code.name.to_owned(),
            severity: remark.code.severity,
            sheet: Some(sheet.name().to_owned()),
            cell: place.map(|column| cell_name(remark.row, column)),
            row: Some(remark.row + 1),
            column: self.column_name(remark).map(Into::into),
            value: place
                .map(|column| cell_text(sheet.cell(remark.row, column), sheet.date_system()))
                .filter(|text| !text.is_empty())
                .map(|text| shortened(&text)),
            message: note.message,
            hint: note.hint,
        }
    }

    fn note(&self, sheet: &Sheet, remark: &Remark) -> Note {
        if remark.code == codes::CONFLICT_IN_FILE || remark.code == self.merge_code() {
            return self.group_note(remark);
        }
        let mut found = None;
        let mut row = TypedRow::with_columns(self.kind.columns.len());
        self.reader(sheet).read(remark.row, &mut row, &mut Vec::new(), |column, note| {
            if found.is_none() && column == remark.column && note.code == remark.code {
                found = Some(note.clone());
            }
        });
        found.unwrap_or_else(|| Note::new(remark.code, remark.code.title, ""))
    }

    fn group_note(&self, remark: &Remark) -> Note {
        let group = &self.groups[remark.group as usize];
        let thing = self.kind.row_title;
        match group.verdict {
            Verdict::Agree => Note::new(
                remark.code,
                format!("The same {thing} as row {}; this row is not stored a second time.", group.rows[0] + 1),
                "",
            ),
            Verdict::Contradict => Note::new(
                remark.code,
                format!(
                    "The same {thing} as {}, with other values.{}",
                    row_names(&group.rows, remark.row),
                    self.key_words()
                ),
                "Keep the right row; correct or remove the others.",
            ),
        }
    }

    fn key_words(&self) -> &'static str {
        match self.kind.identity {
            Identity::Fact { key_words, .. } => key_words,
            Identity::Master { .. } => "",
        }
    }

    pub(crate) fn merge_code(&self) -> &'static Code {
        match self.kind.identity {
            Identity::Fact { .. } => codes::DUPLICATE_ROW,
            Identity::Master { .. } => codes::PARTNER_MERGED,
        }
    }

    fn reader<'k, 's>(&'k self, sheet: &'s Sheet) -> RowReader<'k, 's> {
        RowReader { kind: self.kind, sheet, mapping: &self.mapping, settings: &self.settings }
    }

    pub(crate) fn typed_row<'s>(&self, sheet: &'s Sheet, at: u32) -> TypedRow<'s> {
        let mut row = TypedRow::with_columns(self.kind.columns.len());
        self.reader(sheet).read(at, &mut row, &mut Vec::new(), |_, _| {});
        row
    }

    pub(crate) fn for_each_clean<'s>(&self, sheet: &'s Sheet, mut each: impl FnMut(u32, &TypedRow<'s>)) {
        let mut row = TypedRow::with_columns(self.kind.columns.len());
        let mut notes = Vec::new();
        for (at, _) in (0..).zip(&self.states).filter(|(_, state)| **state == State::Clean) {
            self.reader(sheet).read(at, &mut row, &mut notes, |_, _| {});
            each(at, &row);
        }
    }

    /// The first rows (0-based) of the batches that the clean rows are cut into; see [`Checked::batch`].
    #[must_use]
    pub fn batch_starts(&self) -> Vec<u32> {
        let mut starts = Vec::new();
        let (mut rows, mut bytes) = (MAX_BATCH_ROWS, 0);
        for (at, _) in (0..).zip(&self.states).filter(|(_, state)| **state == State::Clean) {
            let size = self.sizes[at as usize] as usize;
            if rows == MAX_BATCH_ROWS || bytes + size > MAX_BATCH_BYTES {
                starts.push(at);
                // `{"rows":[` and `]}`.
                (rows, bytes) = (0, 16);
            }
            rows += 1;
            bytes += size;
        }
        starts
    }

    /// The clean rows from one row to before another, both 0-based.
    #[must_use]
    pub fn batch(&self, sheet: &Sheet, from: u32, before: u32) -> Batch {
        let clean = (from..before.min(self.states.len() as u32)).filter(|&at| self.states[at as usize] == State::Clean);
        let rows = clean.map(|at| {
            let mut row = self.typed_row(sheet, at);
            if let Some(&group) = self.fills.get(&at) {
                for &other in &self.groups[group as usize].rows[1..] {
                    row.fill_from(&self.typed_row(sheet, other));
                }
            }
            Row { row: at + 1, fields: row.to_fields(self.kind) }
        });
        Batch { rows: rows.collect() }
    }
}

/// Row numbers in words: `row 3`, `rows 3 and 5`, `rows 3, 5, 9, 12 and 90 more`.
fn row_names(rows: &[u32], except: u32) -> String {
    const NAMED: usize = 4;
    let others = rows.iter().filter(|&&row| row != except);
    let names: Vec<String> = others.take(NAMED + 1).map(|row| (row + 1).to_string()).collect();
    match names.as_slice() {
        [] => "another row".into(),
        [one] => format!("row {one}"),
        [first @ .., last] if names.len() <= NAMED => format!("rows {} and {last}", first.join(", ")),
        [first @ .., _] => format!("rows {} and {} more", first.join(", "), rows.len() - 1 - NAMED),
    }
}

/// A text shortened for a message.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

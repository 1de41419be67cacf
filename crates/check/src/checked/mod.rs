//! The result of a check: which rows are clean, which findings there are. Words and typed rows are made when asked for,
//! so that a million rows with findings take megabytes, not gigabytes.

mod batches;
mod facts;
mod link_targets;
mod matching;
mod same_change;
mod search;
mod suggested_fixes;
mod take_in;
mod view;
mod words;

pub use suggested_fixes::SuggestedFixes;

use std::collections::BTreeMap;

use lanegate_sheet::{Sheet, column_letters};
use lanegate_wire::{ColumnMatch, Counts, Excluded, Finding, Severity, Suggestion};

use crate::date_order::Evidence;
use crate::key_index::KeyIndex;
use crate::remark::Remark;
use crate::row_reader::{Reading, RowReader};
use crate::{Code, Group, Identity, Kind, Mapping, Settings, TypedRow, codes};

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
    /// A person leaves it out.
    LeftOut,
}

/// A checked sheet.
#[derive(Debug, Clone)]
pub struct Checked {
    /// How the rows were read.
    pub(crate) reading: Reading,
    /// What text dates say of their order, by column.
    pub(crate) evidence: BTreeMap<usize, Evidence>,
    /// Whether the file as a whole has an error, so that no row is clean.
    pub(crate) blocked_file: bool,
    pub(crate) states: Vec<State>,
    pub(crate) sizes: Vec<u32>,
    pub(crate) links: KeyIndex,
    /// By row and column.
    pub(crate) remarks: Vec<Remark>,
    /// Named by remarks through their place. One whose rows are judged anew stays behind without rows.
    pub(crate) groups: Vec<Group>,
    /// Kept rows whose blanks other rows fill, with their group.
    pub(crate) fills: BTreeMap<u32, u32>,
    pub(crate) file: Vec<Finding>,
}

impl Checked {
    pub(crate) fn new(kind: &'static Kind, sheet: &Sheet, mapping: Mapping, settings: Settings) -> Self {
        let rows = sheet.row_count() as usize;
        let reading = Reading::new(kind, sheet, mapping, settings);
        let evidence = Evidence::of_all(&reading, sheet);
        Self {
            reading: reading.in_orders(&evidence),
            evidence,
            blocked_file: false,
            states: vec![State::Blank; rows],
            sizes: vec![0; rows],
            links: KeyIndex::new(&kind.identity, sheet.row_count()),
            remarks: Vec::new(),
            groups: Vec::new(),
            fills: BTreeMap::new(),
            file: Vec::new(),
        }
    }

    /// The kind that the rows were checked as.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        self.reading.kind
    }

    /// The headers' row and the columns matched.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.reading.mapping
    }

    /// The source override, if one was given.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        self.reading.settings.source
    }

    /// Returns true if a column of the kind asks if day and month of its date cells are swapped.
    #[must_use]
    pub fn asks_swapped(&self, place: usize) -> bool {
        self.reading.ask_swapped.get(place).copied().unwrap_or_default()
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

    /// Rows that a person leaves out.
    #[must_use]
    pub fn left_out(&self) -> u32 {
        self.count(|state| state == State::LeftOut)
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
        let columns = self.reading.mapping.columns.iter().map(|file| ColumnMatch {
            header: file.header.clone(),
            letters: column_letters(file.at),
            column: file.column.map(|column| self.reading.kind.columns[column].name.to_owned()),
            how: file.how,
            suggestion: file.near.filter(|_| !file.twice).map(|near| Suggestion {
                column: self.reading.kind.columns[near].name.to_owned(),
                reason: file.reason.clone(),
            }),
            samples: file.samples.clone(),
            parts: file.parts.iter().copied().map(column_letters).collect(),
            beside: file.beside,
        });
        columns.collect()
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
        if self.left_out() > 0 {
            reasons.insert("left_out", self.left_out());
        }
        reasons.into_iter().map(|(reason, rows)| Excluded { reason: reason.to_owned(), rows }).collect()
    }

    pub(crate) fn merge_code(&self) -> &'static Code {
        match self.reading.kind.identity {
            Identity::Fact(_) => codes::DUPLICATE_ROW,
            Identity::Master(_) => codes::PARTNER_MERGED,
        }
    }

    pub(crate) fn typed_row<'a>(&'a self, sheet: &'a Sheet, at: u32) -> TypedRow<'a> {
        let mut reader = RowReader::new(&self.reading, sheet);
        reader.read(at);
        reader.row
    }
}

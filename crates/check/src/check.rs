//! The check of a whole sheet: every row's cells, then its row rules, then what rows are to each other.

use std::sync::Arc;

use chrono::NaiveDate;
use lanegate_sheet::Sheet;
use lanegate_wire::{DateOrder, Fix, Severity};

use crate::checked::Checked;
use crate::combined::CombinedBefore;
use crate::file_findings::file_findings;
use crate::lookup::Lookups;
use crate::row_reader::RowReader;
use crate::{Kind, Mapping, ReferenceCopy};

/// What a person says about a file beyond its cells.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The date that "today" means.
    pub today: NaiveDate,
    /// The order of text dates, in every column that has none of its own among the corrections.
    pub date_order: Option<DateOrder>,
    /// Replaces every row's source; must be a value of the kind's source column.
    pub source: Option<&'static str>,
    /// Corrections, in the order in which they were made.
    pub fixes: Vec<Fix>,
    /// What ids are held against, where the kind refers to something and a copy of it is at hand.
    pub reference: Option<Arc<ReferenceCopy>>,
    /// The lookups that filled added columns of the sheet.
    pub lookups: Lookups,
    /// In an annotated copy, the columns that were combined from others.
    pub combined_before: Vec<CombinedBefore>,
}

impl Settings {
    /// Everything found from the file, nothing corrected.
    #[must_use]
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            date_order: None,
            source: None,
            fixes: Vec::new(),
            reference: None,
            lookups: Lookups::default(),
            combined_before: Vec::new(),
        }
    }
}

/// Rows between two calls of the progress callback.
const STRIDE: u32 = 4_096;

/// Checks every row below the headers. The callback hears how many rows are done.
pub fn check(
    kind: &'static Kind,
    sheet: &Sheet,
    mapping: Mapping,
    settings: Settings,
    progress: &mut dyn FnMut(u32),
) -> Checked {
    let mut checked = Checked::new(kind, sheet, mapping, settings);
    checked.file = file_findings(&checked, sheet);
    checked.blocked_file = checked.file.iter().any(|finding| finding.severity == Severity::Error);
    let reading = checked.reading.clone();
    let mut reader = RowReader::new(&reading, sheet);
    for at in reading.mapping.header_row.saturating_add(1)..sheet.row_count() {
        if at % STRIDE == 0 {
            progress(at);
        }
        if !reading.skips(sheet, at) {
            reader.read(at);
            checked.take_in(sheet, &reader);
        }
    }
    let rows = checked.links.shared();
    checked.judge(sheet, &rows);
    checked.sort_remarks();
    checked
}

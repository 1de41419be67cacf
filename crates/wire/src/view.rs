//! What the page shows of a checked file, piece by piece: nothing here grows with the file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{ColumnMatch, Counts, Excluded, FileFacts, Fix, Lane, Severity, read_day};

/// The order of day, month and year in text dates, as a person says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Day, month, year: `26/06/2025`.
    Dmy,
    /// Month, day, year: `06/26/2025`.
    Mdy,
    /// Year, month, day: `2025/06/26`.
    Ymd,
}

/// How a file is to be checked. What is absent is found from the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOptions {
    /// The date that "today" means.
    #[serde(deserialize_with = "read_day")]
    pub today: NaiveDate,
    /// The kind's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The sheet's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row that holds the headers, as Excel numbers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Replaces every row's source (lane A only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How text dates that are not ISO are to be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Corrections, in the order in which they were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
}

impl CheckOptions {
    /// Everything found from the file.
    #[must_use]
    pub const fn on(today: NaiveDate) -> Self {
        Self { today, kind: None, sheet: None, header_row: None, source: None, date_order: None, fixes: Vec::new() }
    }
}

/// A step of reading and checking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading the file's cells.
    Reading,
    /// Checking rows.
    Checking,
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The step.
    pub stage: Stage,
    /// Rows done.
    pub done: u32,
    /// Rows in all, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

/// One sheet of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// Its name.
    pub name: String,
    /// Hidden in Excel.
    pub hidden: bool,
    /// The name of the kind that its headers fit best; absent where none fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits: Option<String>,
    /// Why, in words: `6 of 7 headers are known (row 4)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How large it is, as far as it was looked at; absent where it could not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<SheetSize>,
}

/// How large a sheet is. What a file declares about it is not believed: only the sheet that is checked is read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSize {
    /// Rows, blank ones among them.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// There may be more rows: it was looked at no further.
    pub more: bool,
}

/// Findings of one code in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingGroup {
    /// The finding code.
    pub code: String,
    /// What the code means, in a few words.
    pub title: String,
    /// Its severity.
    pub severity: Severity,
    /// The column, where the finding is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How many.
    pub count: u32,
}

/// A checked file in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The file.
    pub file: FileFacts,
    /// Its sheets.
    pub sheets: Vec<SheetView>,
    /// The sheet that was checked.
    pub sheet: String,
    /// The kind's name.
    pub kind: String,
    /// The kind's title.
    pub kind_title: String,
    /// Its lane.
    pub lane: Lane,
    /// Why it is that kind, in words; absent where a person chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The row that holds the headers, as Excel numbers it.
    pub header_row: u32,
    /// The file's columns.
    pub columns: Vec<ColumnMatch>,
    /// Rows below the header that hold anything.
    pub rows: u32,
    /// Rows that can be committed.
    pub clean: u32,
    /// Rows with at least one error.
    pub blocked: u32,
    /// Rows that a person leaves out.
    pub left_out: u32,
    /// Findings by severity.
    pub counts: Counts,
    /// Findings by code and column.
    pub groups: Vec<FindingGroup>,
    /// What Excel may not show of the file: hidden rows, other sheets, dates from 1904 and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<crate::Finding>,
    /// Rows that will not be sent, by reason.
    pub excluded: Vec<Excluded>,
    /// List columns of the template of which most words in the file mean nothing yet. Their words are best settled before the rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<String>,
}

/// One cell as the grid shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CellView {
    /// What counts there, as text: what the file holds, unless a correction says otherwise. At most [`MAX_SHOWN`](CellView::MAX_SHOWN)
    /// characters; [`CellFacts`](crate::CellFacts) has the others.
    pub text: String,
    /// What the file holds, where a correction says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// The gravest finding on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

impl CellView {
    /// Longer texts end here, so that no window onto the rows grows with them. In characters.
    pub const MAX_SHOWN: usize = 300;
}

/// One row as the grid shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowView {
    /// Its number, as Excel counts.
    pub row: u32,
    /// The gravest finding in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// A person leaves it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// Its cells, in the order of [`Overview::columns`].
    pub cells: Vec<CellView>,
}

/// A window onto the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowWindow {
    /// The first row's place among the rows shown, from 0.
    pub from: u32,
    /// How many rows there are to show.
    pub total: u32,
    /// At most 500.
    pub rows: Vec<RowView>,
}

/// Which findings or rows to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Only rows with findings at least this grave; `None` shows all rows.
    pub severity: Option<Severity>,
    /// Only findings of this code.
    pub code: Option<String>,
    /// Only findings of this column.
    pub column: Option<String>,
    /// Only findings of this row, numbered as Excel does.
    pub row: Option<u32>,
    /// Only rows in which this stands, in what the file holds or in what counts; case doesn't matter.
    pub text: Option<String>,
}

/// A window onto the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingWindow {
    /// The first finding's place, from 0.
    pub from: u32,
    /// How many findings the filter leaves.
    pub total: u32,
    /// At most 500.
    pub findings: Vec<crate::Finding>,
}

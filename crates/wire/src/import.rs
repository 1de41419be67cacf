//! An import: one checked file on its way into a lane.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Lane, PlanSummary, Receipt, Retraction};

/// What identifies the file that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileFacts {
    /// The file's name, without folders.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its format as recognised from its content: `xlsx`, `xlsb`, `xls`, `ods`, `csv`.
    pub format: String,
}

/// Rows of the file that are not sent, counted by the finding code that is the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Excluded {
    /// A finding code: `duplicate_row`, `required_missing` …
    pub reason: String,
    /// How many rows.
    pub rows: u32,
}

/// The request that opens an import. Sent again, it answers the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenImport {
    /// Made once by the client (UUIDv7) and kept before the first request, so that a retry is the same import.
    pub id: Uuid,
    /// The kind's name.
    pub kind: String,
    /// The version of the kind's declaration that the rows were checked with.
    pub declaration: String,
    /// The file.
    pub file: FileFacts,
    /// The sheet that was read.
    pub sheet: String,
    /// How many rows will be sent.
    pub rows: u32,
    /// In how many batches.
    pub batches: u32,
    /// The source that replaced every row's own before checking (lane A only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_override: Option<String>,
    /// The client's date. Accepted within a day of the server's, and used for the re-check.
    pub today: NaiveDate,
    /// Rows of the file that are not sent, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Opened; batches may be staged and plans made.
    Open,
    /// Committed; it has a receipt.
    Committed,
    /// Committed and later retracted; the receipt stays as it was.
    Retracted,
}

/// One import as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportStatus {
    /// Its lane.
    pub lane: Lane,
    /// How far it has come.
    pub state: ImportState,
    /// What it was opened with.
    pub import: OpenImport,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// How many of its batches are staged.
    pub staged_batches: u32,
    /// The first missing batch numbers, at most 100, so that an upload can go on where it stopped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_batches: Vec<u32>,
    /// The last plan, if one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanSummary>,
    /// The receipt, once committed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Its last retraction, if it was ever retracted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retraction: Option<Retraction>,
}

/// A page of a lane's history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPage {
    /// At most 100 imports.
    pub imports: Vec<ImportStatus>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

//! The receipt: proof of what a commit did. It never changes; what happens later is stated beside it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Excluded, Fate, FateCounts, FileFacts, Lane};

/// What a commit did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The import, which is also the audit log's `correlation_id`.
    pub import: Uuid,
    /// Its lane.
    pub lane: Lane,
    /// The kind's name.
    pub kind: String,
    /// The version of the kind's declaration.
    pub declaration: String,
    /// The file.
    pub file: FileFacts,
    /// The sheet that was read.
    pub sheet: String,
    /// The source that replaced every row's own, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_override: Option<String>,
    /// Rows dealt with, by fate.
    pub counts: FateCounts,
    /// Rows left out by choice, by the fate they would have had.
    #[serde(default, skip_serializing_if = "FateCounts::is_empty")]
    pub left_out: FateCounts,
    /// Rows of the file that were never sent, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
    /// Digest of the plan that was executed.
    pub plan: String,
    /// Who committed.
    pub committed_by: String,
    /// When.
    pub committed_at: DateTime<Utc>,
    /// How long the commit took on the server, in milliseconds.
    pub duration_ms: u64,
}

/// Where one row went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptRow {
    /// The row's number in the sheet.
    pub row: u32,
    /// What was done with it.
    pub fate: Fate,
    /// The stored record's key.
    pub key: String,
    /// Left out by choice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// The partner's columns that a retraction or its undoing could not put back, because they were changed since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
}

/// A page of a receipt's rows, by row number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptPage {
    /// The sheet that the rows stood in.
    pub sheet: String,
    /// At most 500 rows; fewer, or none, where batches have few rows to show.
    pub rows: Vec<ReceiptRow>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

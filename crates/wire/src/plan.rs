//! The plan: what a commit would do, row by row. The commit executes exactly this plan or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a commit would do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A fact that is not there yet: it will be inserted.
    New,
    /// A fact that is already there with the same values: it will be skipped.
    Duplicate,
    /// A partner who is not there yet: will be created.
    Create,
    /// A partner who is there: some fields will change.
    Update,
    /// A partner who is there: nothing will change.
    Unchanged,
    /// The same key with other values, or keys that point at different partners. Blocks until left out.
    Conflict,
    /// The partner named does not exist. Blocks until left out.
    MissingReference,
}

impl Fate {
    /// Every fate, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Create,
        Self::Update,
        Self::Unchanged,
        Self::Duplicate,
        Self::Conflict,
        Self::MissingReference,
    ];

    /// The fate's name in JSON, SQL and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Duplicate => "duplicate",
            Self::Create => "create",
            Self::Update => "update",
            Self::Unchanged => "unchanged",
            Self::Conflict => "conflict",
            Self::MissingReference => "missing_reference",
        }
    }

    /// The fate with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.as_str() == name)
    }

    /// Whether rows of this fate hold up the commit until they are left out.
    #[must_use]
    pub const fn blocks(self) -> bool {
        matches!(self, Self::Conflict | Self::MissingReference)
    }
}

/// Rows counted by fate; fates without rows are absent.
pub type FateCounts = BTreeMap<Fate, u32>;

/// Rows that a person chose not to commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LeaveOut {
    /// All rows of these fates.
    pub fates: Vec<Fate>,
    /// These rows, by their number in the sheet.
    pub rows: Vec<u32>,
}

/// Asks for a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlanRequest {
    /// Rows to leave out.
    pub leave_out: LeaveOut,
}

/// Asks for exactly the plan with this digest to be executed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitRequest {
    /// [`PlanSummary::digest`] of the plan that the person saw.
    pub plan: String,
}

/// A plan in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanSummary {
    /// The import it belongs to.
    pub import: Uuid,
    /// Digest over every row's number, fate, and key, the stored values that it relies on, and whether they came with a retracted import.
    pub digest: String,
    /// Rows that a commit would deal with, by fate.
    pub counts: FateCounts,
    /// Rows left out by choice, by the fate they would have had.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: FateCounts,
    /// Imports that were retracted and hold facts that this plan counts as duplicates; at most 20, those with most of them first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retracted: Vec<RetractedDuplicates>,
    /// Whether a commit of this plan is possible: no conflict or missing reference remains.
    pub committable: bool,
    /// When it was computed.
    pub planned_at: DateTime<Utc>,
}

/// A retracted import whose facts came again. Reinstating it uses them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetractedDuplicates {
    /// The retracted import.
    pub import: Uuid,
    /// How many of the plan's duplicates are its facts.
    pub rows: u32,
}

/// A column whose stored and new values differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// The column's name.
    pub column: String,
    /// What is stored; absent when blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<String>,
    /// What the file says; absent when blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// One row of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanRow {
    /// The row's number in the sheet.
    pub row: u32,
    /// What a commit would do with it.
    pub fate: Fate,
    /// The key it will be stored under; for a partner to be created, the keys it is recognised by.
    pub key: String,
    /// Why, in words, where the fate alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the file and the database differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Left out by choice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
}

/// A page of a plan, by row number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanPage {
    /// The plan's digest; when it changes between pages, start again.
    pub digest: String,
    /// At most 500 rows; fewer, or none, where batches have few rows to show.
    pub rows: Vec<PlanRow>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

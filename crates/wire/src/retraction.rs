//! What can happen to an import after its receipt: it is retracted, and perhaps reinstated. The receipt stays as it was.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Asks for an import to be retracted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RetractRequest {
    /// Why, in words: not blank, at most [`MAX_REASON`] characters. Excluded intents show it.
    pub reason: String,
}

/// A reason that a person gives holds at most this many characters.
pub const MAX_REASON: usize = 500;

/// That an import was retracted. An import can be retracted again after it was reinstated; this is the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retraction {
    /// Who retracted it.
    pub retracted_by: String,
    /// When.
    pub retracted_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// What it did.
    pub did: Undone,
    /// Who undid it, when, and what that did; absent while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reinstated: Option<Reinstatement>,
}

/// That a retraction was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reinstatement {
    /// Who.
    pub reinstated_by: String,
    /// When.
    pub reinstated_at: DateTime<Utc>,
    /// What it did.
    pub did: Undone,
}

/// What a retraction or a reinstatement did, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Undone {
    /// Intents whose state it changed.
    pub intents: u32,
    /// Partners of whom it put values back.
    pub partners_put_back: u32,
    /// Partners of whom values stayed as they are, because they were changed since. The rows say which columns.
    pub partners_kept: u32,
}

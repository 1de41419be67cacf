//! Intents: whom to turn to again, and the kill switch for each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where an intent stands. A lane has some of these only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntentState {
    /// Lane A: it may be turned to.
    Eligible,
    /// Lane A: a person, or a retraction, has excluded it.
    Excluded,
    /// Lane A: not before a date.
    CoolingOff,
    /// Lane B: not scored yet.
    Pending,
    /// Lane B: it may be turned to.
    Active,
    /// Lane B: a person, or a retraction, has paused it.
    Paused,
    /// Lane B: there is nothing left to do.
    Completed,
}

impl IntentState {
    /// The state's name in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Excluded => "excluded",
            Self::CoolingOff => "cooling_off",
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Completed => "completed",
        }
    }
}

/// What a person does to an intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum IntentChange {
    /// Lane A: never turn to it, until it is resumed.
    Exclude {
        /// Why: not blank, at most 500 characters.
        reason: String,
    },
    /// Lane A: do not turn to it before a date.
    CoolOff {
        /// The first day on which it may be turned to again, after today.
        until: NaiveDate,
    },
    /// Lane B: do not turn to it, until it is resumed.
    Pause,
    /// Lane B: there is nothing left to do.
    Complete,
    /// Both lanes: it may be turned to again.
    Resume,
}

/// One intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Intent {
    /// Its id.
    pub id: Uuid,
    /// The key of the meeting, or the id of the partner, that it is about.
    pub key: String,
    /// What it is about, in words: the meeting's date, type and outcome, or the partner's firm and contact.
    pub about: String,
    /// Where it stands.
    pub state: IntentState,
    /// From 0 to 100; absent when never scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// What the score is made of.
    pub reasons: Vec<String>,
    /// Why it is excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusion_reason: Option<String>,
    /// The first day on which it may be turned to again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooling_off_until: Option<NaiveDate>,
    /// The retracted import that excluded or paused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retracted: Option<Uuid>,
    /// Who last changed its state by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<DateTime<Utc>>,
}

/// A page of a lane's intents, by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntentPage {
    /// At most 500 intents.
    pub intents: Vec<Intent>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

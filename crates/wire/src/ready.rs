//! The ready queues: whom to turn to now, best score first.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A meeting to be reactivated: a row of `bit.v_reactivation_ready`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadyMeeting {
    /// The intent's id, by which the kill switch names it.
    pub reactivation_bit_id: Uuid,
    /// The meeting's key.
    pub appointment_uid: String,
    /// The company, if known.
    pub company_id: Option<Uuid>,
    /// The person, if known.
    pub people_id: Option<Uuid>,
    /// When it was held.
    pub meeting_date: NaiveDate,
    /// `discovery`, `systems`, `numbers` or `other`.
    pub meeting_type: String,
    /// `stalled` or `ghosted`.
    pub meeting_outcome: String,
    /// Why it stalled.
    pub stalled_reason: Option<String>,
    /// `calendar`, `crm` or `manual`.
    pub source: String,
    /// The record's id there.
    pub source_record_id: Option<String>,
    /// Days from the meeting to today (UTC).
    pub days_since_meeting: i32,
    /// From 0 to 100.
    pub bit_score: Option<f64>,
    /// `hot`, `warm`, `cool`, or `cold` without a score.
    pub reactivation_tier: String,
    /// What the score is made of.
    pub bit_reason_codes: Vec<String>,
    /// By which channel.
    pub recommended_channel: Option<String>,
    /// With which message.
    pub message_variant_id: Option<String>,
    /// When it was scored.
    pub computed_at: Option<DateTime<Utc>>,
    /// When it was last turned to.
    pub last_touched_at: Option<DateTime<Utc>>,
}

/// A partner to be turned to: a row of `bit.v_partner_outreach_ready`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadyPartner {
    /// The intent's id, by which the kill switch names it.
    pub partner_bit_id: Uuid,
    /// The partner's id.
    pub fractional_cfo_id: Uuid,
    /// The firm.
    pub firm_name: String,
    /// The person.
    pub primary_contact_name: String,
    /// The profile.
    pub linkedin_url: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// Where.
    pub geography: Option<String>,
    /// For whom.
    pub niche_focus: Option<String>,
    /// Where the partner is known from.
    pub source: String,
    /// The particulars.
    pub source_detail: Option<String>,
    /// `prospect`, `contacted`, `engaged` or `partner`.
    pub partner_status: String,
    /// From 0 to 100.
    pub leverage_score: Option<f64>,
    /// What the score is made of.
    pub leverage_factors: Vec<String>,
    /// What to do next.
    pub recommended_next_action: Option<String>,
    /// With which message.
    pub message_variant_id: Option<String>,
    /// The last meeting's day.
    pub last_meeting_date: Option<NaiveDate>,
    /// Its type.
    pub last_meeting_type: Option<String>,
    /// Its outcome.
    pub last_meeting_outcome: Option<String>,
    /// Days from it to today (UTC).
    pub days_since_last_meeting: Option<i32>,
    /// How many meetings there were.
    pub total_meetings: i64,
    /// When it was scored.
    pub computed_at: Option<DateTime<Utc>>,
}

/// A page of a ready queue, best score first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadyPage<T> {
    /// At most 500 rows; 5,000 of a table that is downloaded.
    pub rows: Vec<T>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A partner as a check without the server needs it, to know whether a `fractional_cfo_id` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerName {
    /// The partner's id.
    pub fractional_cfo_id: Uuid,
    /// The firm.
    pub firm_name: String,
    /// The person.
    pub primary_contact_name: String,
}

/// A page of the partners' ids and names, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerReference {
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// At most 5,000 partners.
    pub partners: Vec<PartnerName>,
    /// Give this as `after` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

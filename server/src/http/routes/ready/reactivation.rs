//! `GET /api/v1/ready/reactivation?tier=&outcome=&type=&min_score=&sort=&after=&format=`: the meetings to be reactivated.

use axum::extract::State;
use axum::response::Response;
use lanegate_wire::{Problem, ReadyMeeting, ReadyPage};
use lanegate_workbook::{TableCell, TableColumn};
use serde::Deserialize;
use utoipa::IntoParams;

use super::download::{Format, InTable, answer, column, maybe, text};
use crate::admission;
use crate::http::App;
use crate::http::path::Asked;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, MeetingFilter, MeetingOrder};

/// Which meetings, in which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    tier: Option<String>,
    outcome: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    min_score: Option<f64>,
    #[serde(default)]
    sort: MeetingOrder,
    after: Option<String>,
    #[serde(default)]
    format: Format,
}

/// A page of the queue.
#[utoipa::path(
    get,
    path = "/api/v1/ready/reactivation",
    tag = "ready queues",
    operation_id = "ready_reactivation",
    params(Which),
    responses((status = 200, description = "A page of the queue.", content((ReadyPage<ReadyMeeting> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn reactivation(State(app): State<App>, _: Principal, Asked(which): Asked<Which>) -> Answer<Response> {
    let filter = MeetingFilter {
        tier: admission::admit_filter("tier", which.tier)?,
        outcome: admission::admit_filter("outcome", which.outcome)?,
        kind: admission::admit_filter("type", which.kind)?,
        min_score: admission::admit_score(which.min_score)?,
    };
    let page = store::ready_meetings(&app.db, filter, which.sort, which.after.as_deref(), which.format.rows()).await?;
    answer(page, which.format).await
}

impl InTable for ReadyMeeting {
    const NAME: &'static str = "ready-reactivation";
    const COLUMNS: &'static [TableColumn] = &[
        column("reactivation_tier", 16),
        column("bit_score", 10),
        column("meeting_date", 13),
        column("days_since_meeting", 10),
        column("meeting_type", 13),
        column("meeting_outcome", 15),
        column("stalled_reason", 40),
        column("company_id", 38),
        column("people_id", 38),
        column("source", 10),
        column("source_record_id", 20),
        column("bit_reason_codes", 40),
        column("recommended_channel", 12),
        column("message_variant_id", 16),
        column("computed_at", 21),
        column("last_touched_at", 21),
        column("appointment_uid", 60),
        column("reactivation_bit_id", 38),
    ];

    fn cells(self) -> Vec<TableCell> {
        vec![
            text(self.reactivation_tier),
            maybe(self.bit_score, TableCell::Number),
            TableCell::Date(self.meeting_date),
            TableCell::Number(f64::from(self.days_since_meeting)),
            text(self.meeting_type),
            text(self.meeting_outcome),
            maybe(self.stalled_reason, text),
            maybe(self.company_id, text),
            maybe(self.people_id, text),
            text(self.source),
            maybe(self.source_record_id, text),
            text(self.bit_reason_codes.join(", ")),
            maybe(self.recommended_channel, text),
            maybe(self.message_variant_id, text),
            maybe(self.computed_at, TableCell::Moment),
            maybe(self.last_touched_at, TableCell::Moment),
            text(self.appointment_uid),
            text(self.reactivation_bit_id),
        ]
    }
}

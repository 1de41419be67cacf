//! `GET /api/v1/ready/partners?status=&geography=&niche=&min_score=&sort=&after=&format=`: the partners to be turned to.

use axum::extract::State;
use axum::response::Response;
use lanegate_wire::{Problem, ReadyPage, ReadyPartner};
use lanegate_workbook::{TableCell, TableColumn};
use serde::Deserialize;
use utoipa::IntoParams;

use super::download::{Format, InTable, answer, column, maybe, text};
use crate::admission;
use crate::http::App;
use crate::http::path::Asked;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, PartnerFilter, PartnerOrder};

/// Which partners, in which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    status: Option<String>,
    geography: Option<String>,
    niche: Option<String>,
    min_score: Option<f64>,
    #[serde(default)]
    sort: PartnerOrder,
    after: Option<String>,
    #[serde(default)]
    format: Format,
}

/// A page of the queue.
#[utoipa::path(
    get,
    path = "/api/v1/ready/partners",
    tag = "ready queues",
    operation_id = "ready_partners",
    params(Which),
    responses((status = 200, description = "A page of the queue.", content((ReadyPage<ReadyPartner> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn partners(State(app): State<App>, _: Principal, Asked(which): Asked<Which>) -> Answer<Response> {
    let filter = PartnerFilter {
        status: admission::admit_filter("status", which.status)?,
        geography: admission::admit_filter("geography", which.geography)?,
        niche: admission::admit_filter("niche", which.niche)?,
        min_score: admission::admit_score(which.min_score)?,
    };
    let page = store::ready_partners(&app.db, filter, which.sort, which.after.as_deref(), which.format.rows()).await?;
    answer(page, which.format).await
}

impl InTable for ReadyPartner {
    const NAME: &'static str = "ready-partners";
    const COLUMNS: &'static [TableColumn] = &[
        column("leverage_score", 14),
        column("recommended_next_action", 22),
        column("firm_name", 28),
        column("primary_contact_name", 24),
        column("email", 32),
        column("linkedin_url", 40),
        column("geography", 16),
        column("niche_focus", 18),
        column("partner_status", 14),
        column("last_meeting_date", 16),
        column("days_since_last_meeting", 12),
        column("last_meeting_type", 16),
        column("last_meeting_outcome", 16),
        column("total_meetings", 10),
        column("leverage_factors", 40),
        column("source", 16),
        column("source_detail", 24),
        column("message_variant_id", 16),
        column("computed_at", 21),
        column("fractional_cfo_id", 38),
        column("partner_bit_id", 38),
    ];

    fn cells(self) -> Vec<TableCell> {
        vec![
            maybe(self.leverage_score, TableCell::Number),
            maybe(self.recommended_next_action, text),
            text(self.firm_name),
            text(self.primary_contact_name),
            maybe(self.email, text),
            maybe(self.linkedin_url, text),
            maybe(self.geography, text),
            maybe(self.niche_focus, text),
            text(self.partner_status),
            maybe(self.last_meeting_date, TableCell::Date),
            maybe(self.days_since_last_meeting, |days| TableCell::Number(f64::from(days))),
            maybe(self.last_meeting_type, text),
            maybe(self.last_meeting_outcome, text),
            TableCell::Number(self.total_meetings as f64),
            text(self.leverage_factors.join(", ")),
            text(self.source),
            maybe(self.source_detail, text),
            maybe(self.message_variant_id, text),
            maybe(self.computed_at, TableCell::Moment),
            text(self.fractional_cfo_id),
            text(self.partner_bit_id),
        ]
    }
}

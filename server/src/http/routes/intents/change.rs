//! `PATCH /api/v1/intents/{lane}/{id}`: the kill switch.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Intent, IntentChange, Problem};

use crate::admission;
use crate::http::App;
use crate::http::path::{OfIntent, Place};
use crate::http::payload::Payload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// The intent as it is then.
#[utoipa::path(
    patch,
    path = "/api/v1/intents/{lane}/{id}",
    tag = "intents",
    operation_id = "change_intent",
    params(OfIntent),
    request_body = IntentChange,
    responses((status = 200, description = "The intent as it is then.", body = Intent), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn change(
    State(app): State<App>,
    principal: Principal,
    Place(OfIntent { lane, id }): Place<OfIntent>,
    Payload(change): Payload<IntentChange>,
) -> Answer<Json<Intent>> {
    let change = admission::admit_change(change)?;
    Ok(Json(store::change_intent(&app.db, lane, principal.name(), id, change).await?))
}

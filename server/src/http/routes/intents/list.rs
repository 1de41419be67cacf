//! `GET /api/v1/intents/{lane}?state=&after=`: a lane's intents, paged by id.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{IntentPage, IntentState, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::{Asked, InLane, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which intents.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    state: Option<IntentState>,
    after: Option<Uuid>,
}

/// A page of intents.
#[utoipa::path(
    get,
    path = "/api/v1/intents/{lane}",
    tag = "intents",
    operation_id = "intents",
    params(InLane, Which),
    responses((status = 200, description = "A page of intents.", body = IntentPage), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn list(
    State(app): State<App>,
    _: Principal,
    Place(InLane { lane }): Place<InLane>,
    Asked(Which { state, after }): Asked<Which>,
) -> Answer<Json<IntentPage>> {
    Ok(Json(store::intents(&app.db, lane, state, after).await?))
}

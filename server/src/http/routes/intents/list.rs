//! `GET /api/v1/intents/{lane}?state=&after=`: a lane's intents, paged by id.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{IntentPage, IntentState};
use serde::Deserialize;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::{Asked, InLane, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which intents.
#[derive(Deserialize)]
pub struct Which {
    state: Option<IntentState>,
    after: Option<Uuid>,
}

/// A page of intents.
pub async fn list(
    State(app): State<App>,
    _: Principal,
    Place(InLane { lane }): Place<InLane>,
    Asked(Which { state, after }): Asked<Which>,
) -> Answer<Json<IntentPage>> {
    Ok(Json(store::intents(&app.db, lane, state, after).await?))
}

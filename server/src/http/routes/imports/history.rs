//! `GET /api/v1/{lane}/imports?after=`: a lane's imports, newest first.

use axum::Json;
use axum::extract::State;
use lanegate_wire::ImportPage;
use serde::Deserialize;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::{Asked, InLane, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which imports.
#[derive(Deserialize)]
pub struct Which {
    after: Option<Uuid>,
}

/// A page of imports.
pub async fn history(
    State(app): State<App>,
    _: Principal,
    Place(InLane { lane }): Place<InLane>,
    Asked(Which { after }): Asked<Which>,
) -> Answer<Json<ImportPage>> {
    Ok(Json(store::history(&app.db, lane, after).await?))
}

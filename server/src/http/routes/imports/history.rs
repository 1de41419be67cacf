//! `GET /api/v1/{lane}/imports?after=`: a lane's imports, newest first.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{ImportPage, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::{Asked, InLane, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which imports.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    after: Option<Uuid>,
}

/// A page of imports.
#[utoipa::path(
    get,
    path = "/api/v1/{lane}/imports",
    tag = "imports",
    operation_id = "history",
    params(InLane, Which),
    responses((status = 200, description = "A page of imports, newest first.", body = ImportPage), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn history(
    State(app): State<App>,
    _: Principal,
    Place(InLane { lane }): Place<InLane>,
    Asked(Which { after }): Asked<Which>,
) -> Answer<Json<ImportPage>> {
    Ok(Json(store::history(&app.db, lane, after).await?))
}

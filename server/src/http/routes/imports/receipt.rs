//! `GET /api/v1/{lane}/imports/{id}/receipt`: proof of what a commit did.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Problem, Receipt};

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// The receipt, the same however often it is asked for.
#[utoipa::path(
    get,
    path = "/api/v1/{lane}/imports/{id}/receipt",
    tag = "imports",
    operation_id = "receipt",
    params(OfImport),
    responses((status = 200, description = "The receipt.", body = Receipt), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn receipt(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<Json<Receipt>> {
    Ok(Json(store::receipt(&app.db, lane, id).await?))
}

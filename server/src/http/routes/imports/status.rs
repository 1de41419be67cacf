//! `GET /api/v1/{lane}/imports/{id}`: one import as the server knows it.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{ImportStatus, Problem};

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// How far it has come.
#[utoipa::path(
    get,
    path = "/api/v1/{lane}/imports/{id}",
    tag = "imports",
    operation_id = "status",
    params(OfImport),
    responses((status = 200, description = "The import.", body = ImportStatus), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn status(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<Json<ImportStatus>> {
    Ok(Json(store::status(&app.db, lane, id).await?))
}

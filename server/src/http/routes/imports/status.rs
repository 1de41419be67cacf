//! `GET /api/v1/{lane}/imports/{id}`: one import as the server knows it.

use axum::Json;
use axum::extract::State;
use lanegate_wire::ImportStatus;

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// How far it has come.
pub async fn status(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<Json<ImportStatus>> {
    Ok(Json(store::status(&app.db, lane, id).await?))
}

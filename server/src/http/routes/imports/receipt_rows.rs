//! `GET /api/v1/{lane}/imports/{id}/rows?after=&kept=`: where each row of a committed import went, paged.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Problem, ReceiptPage};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::App;
use crate::http::path::{Asked, OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which rows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    after: Option<u32>,
    #[serde(default)]
    kept: bool,
}

/// A page of rows.
#[utoipa::path(
    get,
    path = "/api/v1/{lane}/imports/{id}/rows",
    tag = "imports",
    operation_id = "receipt_rows",
    params(OfImport, Which),
    responses((status = 200, description = "A page of where each row went.", body = ReceiptPage), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn receipt_rows(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Asked(Which { after, kept }): Asked<Which>,
) -> Answer<Json<ReceiptPage>> {
    Ok(Json(store::receipt_rows(&app.db, lane, id, after, kept).await?))
}

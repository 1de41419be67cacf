//! `GET /api/v1/{lane}/imports/{id}/rows?after=&kept=`: where each row of a committed import went, paged.

use axum::Json;
use axum::extract::State;
use lanegate_wire::ReceiptPage;
use serde::Deserialize;

use crate::http::App;
use crate::http::path::{Asked, OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which rows.
#[derive(Deserialize)]
pub struct Which {
    after: Option<u32>,
    #[serde(default)]
    kept: bool,
}

/// A page of rows.
pub async fn receipt_rows(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Asked(Which { after, kept }): Asked<Which>,
) -> Answer<Json<ReceiptPage>> {
    Ok(Json(store::receipt_rows(&app.db, lane, id, after, kept).await?))
}

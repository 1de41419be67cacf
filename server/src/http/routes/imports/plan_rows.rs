//! `GET /api/v1/{lane}/imports/{id}/plan?after=&fate=`: the last plan's rows, paged.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Fate, PlanPage};
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
    fate: Option<Fate>,
}

/// A page of rows.
pub async fn plan_rows(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Asked(Which { after, fate }): Asked<Which>,
) -> Answer<Json<PlanPage>> {
    Ok(Json(store::plan_page(&app.db, lane, id, fate, after).await?))
}

//! `GET /api/v1/{lane}/imports/{id}/plan?after=&fate=`: the last plan's rows, paged.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Fate, PlanPage, Problem};
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
    fate: Option<Fate>,
}

/// A page of rows.
#[utoipa::path(
    get,
    path = "/api/v1/{lane}/imports/{id}/plan",
    tag = "imports",
    operation_id = "plan_rows",
    params(OfImport, Which),
    responses((status = 200, description = "A page of the plan.", body = PlanPage), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn plan_rows(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Asked(Which { after, fate }): Asked<Which>,
) -> Answer<Json<PlanPage>> {
    Ok(Json(store::plan_page(&app.db, lane, id, fate, after).await?))
}

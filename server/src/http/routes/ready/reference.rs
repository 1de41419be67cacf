//! `GET /api/v1/partners/reference?after=`: ids and names of the partners, for checks that are made without the server.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{PartnerReference, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::Asked;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which partners.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    after: Option<Uuid>,
}

/// A page of ids and names.
#[utoipa::path(
    get,
    path = "/api/v1/partners/reference",
    tag = "ready queues",
    operation_id = "partners_reference",
    params(Which),
    responses((status = 200, description = "A page of ids and names.", body = PartnerReference), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn reference(
    State(app): State<App>,
    _: Principal,
    Asked(Which { after }): Asked<Which>,
) -> Answer<Json<PartnerReference>> {
    Ok(Json(store::reference(&app.db, after).await?))
}

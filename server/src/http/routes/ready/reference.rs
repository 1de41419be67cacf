//! `GET /api/v1/partners/reference?after=`: ids and names of the partners, for checks that are made without the server.

use axum::Json;
use axum::extract::State;
use lanegate_wire::PartnerReference;
use serde::Deserialize;
use uuid::Uuid;

use crate::http::App;
use crate::http::path::Asked;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// Which partners.
#[derive(Deserialize)]
pub struct Which {
    after: Option<Uuid>,
}

/// A page of ids and names.
pub async fn reference(
    State(app): State<App>,
    _: Principal,
    Asked(Which { after }): Asked<Which>,
) -> Answer<Json<PartnerReference>> {
    Ok(Json(store::reference(&app.db, after).await?))
}

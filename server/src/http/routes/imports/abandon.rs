//! `POST /api/v1/{lane}/imports/{id}/abandon`: forgets an import that was not committed.

use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::Problem;

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;
use crate::watch::ImportEvent;

/// 204, also when there is nothing to forget; 409 when it is committed.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/abandon",
    tag = "imports",
    operation_id = "abandon",
    params(OfImport),
    responses((status = 204, description = "Nothing of it is left."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn abandon(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<StatusCode> {
    let known = store::status(&app.db, lane, id).await.ok();
    store::abandon(&app.db, lane, id).await?;
    if let Some(status) = known {
        app.watch.metrics.import(lane, &status.import.kind, ImportEvent::Abandoned);
    }
    Ok(StatusCode::NO_CONTENT)
}

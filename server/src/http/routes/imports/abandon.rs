//! `POST /api/v1/{lane}/imports/{id}/abandon`: deletes an import that was not committed.

use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{Problem, Right};

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, Abandons};
use crate::watch::ImportEvent;

/// Deletes an import that you opened; with the right `commit`, anybody's. 204, also when there is nothing to delete; 409 when it
/// is committed.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/abandon",
    tag = "imports",
    operation_id = "abandon",
    params(OfImport),
    responses((status = 204, description = "It is deleted. The audit log has an entry of that."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn abandon(
    State(app): State<App>,
    who: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<StatusCode> {
    let by = Abandons { who: who.name(), any: who.rights.contains(&Right::Commit) };
    if let Some(kind) = store::abandon(&app.db, lane, id, by).await? {
        app.watch.metrics.import(lane, &kind, ImportEvent::Abandoned);
    }
    Ok(StatusCode::NO_CONTENT)
}

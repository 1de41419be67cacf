//! `POST /api/v1/{lane}/imports/{id}/reinstate`: undoes a retraction.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{ImportStatus, Problem};

use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, StoreError};
use crate::watch::ImportEvent;

/// The import as it is then, also when it is not retracted; 409 when it is not committed.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/reinstate",
    tag = "imports",
    operation_id = "reinstate",
    params(OfImport),
    responses((status = 200, description = "The import stands.", body = ImportStatus), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn reinstate(
    State(app): State<App>,
    principal: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
) -> Answer<Json<ImportStatus>> {
    let (db, metrics) = (app.db.clone(), app.watch.metrics.clone());
    let reinstating = async move {
        let before = store::status(&db, lane, id).await?.state;
        let status = store::reinstate(&db, lane, principal.name(), id).await?;
        if before != status.state {
            metrics.import(lane, &status.import.kind, ImportEvent::Reinstated);
        }
        Ok::<_, StoreError>(status)
    };
    Ok(Json(app.carry(reinstating).await??))
}

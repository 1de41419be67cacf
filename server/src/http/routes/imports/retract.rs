//! `POST /api/v1/{lane}/imports/{id}/retract`: takes back what a committed import has set going.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{ImportStatus, Problem, RetractRequest};

use crate::admission;
use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::payload::Payload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, StoreError};
use crate::watch::ImportEvent;

/// The import as it is then, also when it is retracted already; 409 when it is not committed.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/retract",
    tag = "imports",
    operation_id = "retract",
    params(OfImport),
    request_body = RetractRequest,
    responses((status = 200, description = "The import is retracted.", body = ImportStatus), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn retract(
    State(app): State<App>,
    principal: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Payload(request): Payload<RetractRequest>,
) -> Answer<Json<ImportStatus>> {
    let reason = admission::admit_reason(&request.reason)?;
    let (db, metrics) = (app.db.clone(), app.watch.metrics.clone());
    let retracting = async move {
        let before = store::status(&db, lane, id).await?.state;
        let status = store::retract(&db, lane, principal.name(), id, &reason).await?;
        if before != status.state {
            metrics.import(lane, &status.import.kind, ImportEvent::Retracted);
        }
        Ok::<_, StoreError>(status)
    };
    Ok(Json(app.carry(retracting).await??))
}

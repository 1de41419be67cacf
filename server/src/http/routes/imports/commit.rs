//! `POST /api/v1/{lane}/imports/{id}/commit`: executes exactly the plan named, and answers the receipt.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{CommitRequest, Problem, Receipt};

use crate::admission;
use crate::http::App;
use crate::http::path::{OfImport, Place};
use crate::http::payload::Payload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, StoreError};

/// The receipt, however often it is asked for; 409 with the new plan when the old one no longer holds.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/commit",
    tag = "imports",
    operation_id = "commit",
    params(OfImport),
    request_body = CommitRequest,
    responses((status = 200, description = "The receipt, the same however often it is asked for.", body = Receipt), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn commit(
    State(app): State<App>,
    principal: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    Payload(request): Payload<CommitRequest>,
) -> Answer<Json<Receipt>> {
    let status = store::status(&app.db, lane, id).await?;
    admission::admit_planning(lane, &status)?;
    let (db, metrics) = (app.db.clone(), app.watch.metrics.clone());
    let committing = async move {
        let (receipt, new) = store::commit_once(&db, lane, principal.name(), id, &request.plan).await?;
        // Here, so that it is counted and told also where nobody waits for the answer any more.
        if new {
            metrics.committed(&receipt);
            tracing::info!(kind = receipt.kind, ms = receipt.duration_ms, "committed");
        }
        Ok::<_, StoreError>(receipt)
    };
    Ok(Json(app.carry(committing).await??))
}

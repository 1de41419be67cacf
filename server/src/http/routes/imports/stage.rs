//! `PUT /api/v1/{lane}/imports/{id}/batches/{n}`: stages a batch after checking every row of it again.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Batch, ImportStatus, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::admission;
use crate::http::App;
use crate::http::path::{OfBatch, Place};
use crate::http::payload::Upload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::recheck;
use crate::store::{self, StoreError};

/// What was staged.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    digest: String,
}

/// Takes a batch of an import that you opened. 200 with the digest, also for the same content again; 409 for other content under the same number.
#[utoipa::path(
    put,
    path = "/api/v1/{lane}/imports/{id}/batches/{n}",
    tag = "imports",
    operation_id = "stage",
    params(OfBatch),
    request_body = Batch,
    responses((status = 200, description = "The batch is staged.", body = Taken), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn stage(
    State(app): State<App>,
    who: Principal,
    Place(OfBatch { lane, id, n }): Place<OfBatch>,
    upload: Upload<Batch>,
) -> Answer<Json<Taken>> {
    let ImportStatus { import, opened_by, .. } = store::status(&app.db, lane, id).await?;
    // Audit log and receipt say whose rows they are.
    if opened_by != who.name() {
        return Err(StoreError::OpenedByAnother(opened_by).into());
    }
    let kind = admission::current_kind(lane, &import)?;
    admission::admit_number(&import, n)?;
    let (checked, _kept) = upload.work(move |batch| recheck::recheck(kind, &import, &batch)).await?;
    store::stage(&app.db, lane, id, n, &checked).await?;
    Ok(Json(Taken { digest: checked.digest }))
}

//! `POST /api/v1/{lane}/imports/{id}/plan`: says what a commit would do; changes nothing.

use axum::extract::State;
use axum::{Extension, Json};
use lanegate_wire::{PlanRequest, PlanSummary, Problem};
use tracing::Instrument as _;

use crate::admission;
use crate::http::App;
use crate::http::limits::Admitted;
use crate::http::path::{OfImport, Place};
use crate::http::payload::Upload;
use crate::http::principal::Principal;
use crate::http::refusal::{Answer, Refusal};
use crate::store;
use crate::watch::ImportEvent;

/// The plan in numbers; 409 until every batch is staged.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports/{id}/plan",
    tag = "imports",
    operation_id = "plan",
    params(OfImport),
    request_body = PlanRequest,
    responses((status = 200, description = "The plan in numbers.", body = PlanSummary), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn plan(
    State(app): State<App>,
    _: Principal,
    Place(OfImport { lane, id }): Place<OfImport>,
    admitted: Option<Extension<Admitted>>,
    upload: Upload<PlanRequest>,
) -> Answer<Json<PlanSummary>> {
    let status = store::status(&app.db, lane, id).await?;
    admission::admit_planning(lane, &status)?;
    let import = status.import.clone();
    let read = upload.work(move |request| admission::admit_leave_out(&import, request.leave_out));
    let (leave_out, kept) = read.await?;
    // A task of its own: a plan goes on if the client is gone, and keeps its place among the lane's plans until it ends.
    let metrics = app.watch.metrics.clone();
    let planning = async move {
        let _kept = (kept, admitted);
        store::plan(&app.db, lane, id, &leave_out).await
    };
    let planned = tokio::spawn(planning.in_current_span()).await.map_err(|_| Refusal::internal())??;
    metrics.import(lane, &status.import.kind, ImportEvent::Planned);
    Ok(Json(planned))
}

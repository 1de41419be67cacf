//! Imports on their way, and those that were committed.

use js_sys::JsString;
use lanegate_wire::{
    CommitRequest, Fate, ImportPage, ImportStatus, Lane, OpenImport, PlanPage, PlanRequest, PlanSummary, Problem,
    Receipt, ReceiptPage, RetractRequest,
};
use uuid::Uuid;

use super::http::{call, json, send};
use super::with;

/// Opens an import, or finds it as it was left.
pub async fn open(lane: Lane, import: &OpenImport) -> Result<ImportStatus, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports"), Some(json(import))).await
}

/// Stages a batch, given as its one JSON text.
pub async fn stage(lane: Lane, id: Uuid, number: u32, batch: &str) -> Result<(), Problem> {
    let path = format!("/api/v1/{lane}/imports/{id}/batches/{number}");
    send("PUT", &path, Some(JsString::from(batch))).await.map(|_| ())
}

/// Asks what a commit would do.
pub async fn plan(lane: Lane, id: Uuid, request: &PlanRequest) -> Result<PlanSummary, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/plan"), Some(json(request))).await
}

/// A page of the plan's rows, of one fate or of all.
pub async fn plan_rows(lane: Lane, id: Uuid, fate: Option<Fate>, after: Option<&str>) -> Result<PlanPage, Problem> {
    let path = format!("/api/v1/{lane}/imports/{id}/plan");
    call("GET", &with(&path, &[("after", after), ("fate", fate.map(Fate::as_str))]), None).await
}

/// Commits exactly the plan with a digest. Asked again, the server answers the same receipt.
pub async fn commit(lane: Lane, id: Uuid, request: &CommitRequest) -> Result<Receipt, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/commit"), Some(json(request))).await
}

/// Deletes what was staged.
pub async fn abandon(lane: Lane, id: Uuid) -> Result<(), Problem> {
    send("POST", &format!("/api/v1/{lane}/imports/{id}/abandon"), None).await.map(|_| ())
}

/// A page of the rows behind a receipt.
pub async fn receipt_rows(lane: Lane, id: Uuid, after: Option<&str>) -> Result<ReceiptPage, Problem> {
    call("GET", &with(&format!("/api/v1/{lane}/imports/{id}/rows"), &[("after", after)]), None).await
}

/// A page of a lane's imports, newest first.
pub async fn history(lane: Lane, after: Option<&str>) -> Result<ImportPage, Problem> {
    call("GET", &with(&format!("/api/v1/{lane}/imports"), &[("after", after)]), None).await
}

/// An import as it is now.
pub async fn import(lane: Lane, id: Uuid) -> Result<ImportStatus, Problem> {
    call("GET", &format!("/api/v1/{lane}/imports/{id}"), None).await
}

/// Takes back what a committed import has set going.
pub async fn retract(lane: Lane, id: Uuid, reason: String) -> Result<ImportStatus, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/retract"), Some(json(&RetractRequest { reason }))).await
}

/// Undoes a retraction.
pub async fn reinstate(lane: Lane, id: Uuid) -> Result<ImportStatus, Problem> {
    call("POST", &format!("/api/v1/{lane}/imports/{id}/reinstate"), None).await
}

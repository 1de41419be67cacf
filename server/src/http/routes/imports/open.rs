//! `POST /api/v1/{lane}/imports`: opens an import; sent again, it answers the same.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{ImportStatus, OpenImport, Problem};
use tracing::{Span, field};

use crate::admission;
use crate::http::App;
use crate::http::path::{InLane, Place};
use crate::http::payload::Payload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store::{self, StoreError};
use crate::watch::ImportEvent;

/// 201 for a new import, 200 for the same again, 409 for the same id with other content.
#[utoipa::path(
    post,
    path = "/api/v1/{lane}/imports",
    tag = "imports",
    operation_id = "open",
    params(InLane),
    request_body = OpenImport,
    responses((status = 200, description = "The same import was open before.", body = ImportStatus), (status = 201, description = "The import is open.", body = ImportStatus), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn open(
    State(app): State<App>,
    principal: Principal,
    Place(InLane { lane }): Place<InLane>,
    Payload(import): Payload<OpenImport>,
) -> Answer<(StatusCode, Json<ImportStatus>)> {
    // An import that is known was admitted when it was new; its date may be long past by now.
    match store::status(&app.db, lane, import.id).await {
        Ok(_) => {}
        Err(StoreError::ImportUnknown | StoreError::ImportExpired) => admission::admit(lane, &import)?,
        Err(error) => return Err(error.into()),
    }
    let (status, new) = store::open(&app.db, lane, principal.name(), &import).await?;
    // The address does not name it.
    Span::current().record("import", field::display(import.id));
    if new {
        app.watch.metrics.import(lane, &import.kind, ImportEvent::Opened);
    }
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(status)))
}

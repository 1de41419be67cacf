//! `/api/v1/sessions`: where one is signed in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{Problem, Session};

use crate::access::{Principal, Via};
use crate::http::App;
use crate::http::path::{OfOwn, Place};
use crate::http::refusal::Answer;
use crate::store::access;

/// One's sessions, the last used first; at most a hundred.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    tag = "accounts",
    operation_id = "sessions",
    responses((status = 200, description = "Your sessions, the last used first.", body = Vec<Session>), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn sessions(State(app): State<App>, who: Principal) -> Answer<Json<Vec<Session>>> {
    let current = match who.via {
        Via::Session { id, .. } | Via::Token { id } => id,
    };
    Ok(Json(access::sessions(&app.db, who.account, current).await?))
}

/// Ends one of them.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{id}",
    tag = "accounts",
    operation_id = "end_session",
    params(OfOwn),
    responses((status = 204, description = "The session has ended."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn end_session(
    State(app): State<App>,
    who: Principal,
    Place(OfOwn { id }): Place<OfOwn>,
) -> Answer<StatusCode> {
    access::end_session(&app.db, &who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

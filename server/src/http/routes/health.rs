//! `GET /health`: whether the server and its database are up.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::DbError;
use crate::http::App;

/// How the server is.
#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
    database: &'static str,
    version: &'static str,
}

/// Answers 200 when both are up and 503 when the database is not; the server itself stays up either way.
#[utoipa::path(
    get,
    path = "/health",
    tag = "health",
    operation_id = "health",
    responses((status = 200, description = "Server and database are up.", body = Health), (status = 503, description = "The database is not to be had just now.", body = Health))
)]
pub async fn health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let (code, status, database) = match app.db.ping().await {
        Ok(()) => (StatusCode::OK, "ok", "ok"),
        // Every connection is at work: with the embedded database, while a large import is committed.
        Err(DbError::Busy(_)) => (StatusCode::OK, "ok", "busy"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "degraded", "unavailable"),
    };
    (code, Json(Health { status, database, version: env!("CARGO_PKG_VERSION") }))
}

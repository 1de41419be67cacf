//! `GET /health`, `/health/live` and `/health/ready`: whether the server and its database are up, for people, service managers and
//! load balancers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::DbError;
use crate::http::App;
use crate::version::VERSION;
use crate::watch::Readiness;

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
        // Every connection is at work.
        Err(DbError::Busy(_)) => (StatusCode::OK, "ok", "busy"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "degraded", "unavailable"),
    };
    (code, Json(Health { status, database, version: VERSION }))
}

/// Whether the process lives.
#[derive(Serialize, ToSchema)]
pub struct Alive {
    status: &'static str,
}

/// Answers 200 as long as the server answers at all, whatever its database does: restarting the one does not help the other.
#[utoipa::path(
    get,
    path = "/health/live",
    tag = "health",
    operation_id = "live",
    responses((status = 200, description = "The server lives.", body = Alive))
)]
pub async fn live() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// Whether requests may come.
#[derive(Serialize, ToSchema)]
pub struct Ready {
    /// `ready`, `busy` (ready, and every connection is at work), or why not: `stopping`, `database_unavailable`,
    /// `migrations_missing`.
    status: &'static str,
}

/// Answers 200 where requests may come; 503 while the database does not answer in time or lacks tables of this version, and
/// once the server was asked to end.
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "health",
    operation_id = "ready",
    responses((status = 200, description = "Requests may come.", body = Ready), (status = 503, description = "Not just now.", body = Ready))
)]
pub async fn ready(State(app): State<App>) -> (StatusCode, Json<Ready>) {
    let readiness = Readiness::of(&app).await;
    let code = if readiness.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(Ready { status: readiness.as_str() }))
}

//! How long a request may take. A commit has no limit: it runs in a task of its own and always ends.

use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::refusal::Refusal;

/// For calls that touch a bounded number of rows.
const SHORT: Duration = Duration::from_secs(60);

/// For calls that touch every row of an import, up to Excel's limit.
const LONG: Duration = Duration::from_secs(15 * 60);

/// Ends calls that touch a bounded number of rows.
pub async fn short(request: Request, next: Next) -> Response {
    within(SHORT, request, next).await
}

/// Ends calls that touch every row of an import.
pub async fn long(request: Request, next: Next) -> Response {
    within(LONG, request, next).await
}

async fn within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "timed_out",
            format!("The server did not finish within {} seconds.", limit.as_secs()),
        )
        .detail("Nothing was changed. Try again; the call is safe to repeat.")
        .into_response(),
    }
}

//! A call that has begun is carried to its end, whether or not its client still listens: a transaction that is broken off in mid-statement
//! costs its connection, which is the only one that the embedded database has.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::panics;

/// Runs the rest in a task of its own.
pub async fn finish(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => panics::answer(Box::new(error)).into_response(),
    }
}

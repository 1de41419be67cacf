//! A call that has begun is carried to its end, whether or not its client still listens: a transaction that is broken off in mid-statement
//! costs its connection, which is the only one that the embedded database has.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tracing::Instrument as _;

use crate::http::limits::Gate;
use crate::http::panics;

/// Runs the rest in a task of its own, of which there are so many at most: who goes away and comes again can't pile them up.
pub async fn finish(State(calls): State<Gate>, request: Request, next: Next) -> Response {
    let room = match calls.room().await {
        Ok(room) => room,
        Err(busy) => return busy.into_response(),
    };
    let call = async move {
        let response = next.run(request).await;
        drop(room);
        response
    };
    // What it logs still names the request.
    match tokio::spawn(call.in_current_span()).await {
        Ok(response) => response,
        Err(error) => panics::answer(Box::new(error)).into_response(),
    }
}

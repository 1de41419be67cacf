//! A bug that panics inside a request ends that request, not the server, and the client gets a problem.

use std::any::Any;

use axum::response::{IntoResponse as _, Response};

use crate::http::refusal::Refusal;

/// The answer to a request whose handler panicked. The panic's text may quote data, so it is not logged here;
/// the panic hook has printed its place.
#[must_use]
pub fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request handler panicked");
    Refusal::internal().into_response()
}

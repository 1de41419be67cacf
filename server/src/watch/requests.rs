//! Counts requests by the address that the router found for them, never by what a client wrote.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::{App, method};

/// Counts a request when it is answered.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method(request.method());
    // What has no route is a file of the page, or nothing that is there.
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "page".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    app.watch.metrics.request(&route, method, response.status().as_u16(), began.elapsed());
    response
}

//! The addresses, and what every request passes on its way: headers, request id, log, panics, guard.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderName;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, patch, post, put};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tracing::{Level, Span};

use crate::http::routes::{health, imports, intents, ready, receipt_page};
use crate::http::{App, guard, headers, page, panics, timeout};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The whole web side over an app.
pub fn router(app: App) -> Router {
    let around = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_failure(()).on_response(log))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(from_fn(headers::secure))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(app.clone(), guard::guard));
    Router::new()
        .nest("/api/v1/{lane}/imports", imports())
        .nest("/api/v1", outreach())
        .route("/receipts/{lane}/{id}", get(receipt_page::receipt_page))
        .route("/receipts/style.css", get(receipt_page::style))
        .route("/health", get(health::health))
        .fallback(page::serve)
        .method_not_allowed_fallback(async || page::wrong_method())
        .layer(around)
        .with_state(app)
}

/// The life of an import, one file a call.
fn imports() -> Router<App> {
    let short = Router::new()
        .route("/", post(imports::open::open).get(imports::history::history))
        .route("/{id}", get(imports::status::status))
        .route("/{id}/batches/{n}", put(imports::stage::stage))
        .route("/{id}/plan", get(imports::plan_rows::plan_rows))
        .route("/{id}/receipt", get(imports::receipt::receipt))
        .route("/{id}/rows", get(imports::receipt_rows::receipt_rows))
        .route("/{id}/abandon", post(imports::abandon::abandon))
        .route_layer(from_fn(timeout::short));
    let long = Router::new().route("/{id}/plan", post(imports::plan::plan)).route_layer(from_fn(timeout::long));
    let unlimited = Router::new()
        .route("/{id}/commit", post(imports::commit::commit))
        .route("/{id}/retract", post(imports::retract::retract))
        .route("/{id}/reinstate", post(imports::reinstate::reinstate));
    short.merge(long).merge(unlimited).fallback(async || page::nothing_here())
}

/// What imports have set going: intents and their kill switch, the ready queues; and the partners that checks refer to.
fn outreach() -> Router<App> {
    Router::new()
        .route("/intents/{lane}", get(intents::list::list))
        .route("/intents/{lane}/{id}", patch(intents::change::change))
        .route("/ready/reactivation", get(ready::reactivation::reactivation))
        .route("/ready/partners", get(ready::partners::partners))
        .route("/partners/reference", get(ready::reference::reference))
        .route_layer(from_fn(timeout::short))
}

/// What the log says of a request: method and path (lane, ids, numbers), never a body, a header or a cell.
fn span(request: &Request) -> Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

fn log(response: &Response, took: std::time::Duration, _: &Span) {
    let (status, ms) = (response.status().as_u16(), took.as_millis());
    if response.status().is_server_error() {
        tracing::event!(Level::WARN, status, ms, "answered");
    } else {
        tracing::event!(Level::DEBUG, status, ms, "answered");
    }
}

//! The addresses, and what every request passes on its way: headers, request id, log, panics, guard, enforcement.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, Method, header};
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use axum::response::Response;
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tracing::{Level, Span, field};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::limits::{self, Gate};
use crate::http::rate::{self, Rate};
use crate::http::routes::{access, health, imports, intents, ready, receipt_page};
use crate::http::{App, enforce, guard, headers, page, panics, path, timeout};
use crate::watch;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The whole web side over an app.
pub fn router(app: App) -> Router {
    let around = ServiceBuilder::new()
        .layer(map_request(unnamed))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_failure(()).on_response(log))
        .layer(from_fn_with_state(app.clone(), watch::count))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(from_fn(enforce::challenge));
    let (api, description) = api().split_for_parts();
    // Made once: it is long. Texts and lists always serialize.
    let description = Bytes::from(serde_json::to_vec(&description).unwrap_or_default());
    let json = [(header::CONTENT_TYPE, "application/json")];
    api.route("/api/openapi.json", get(async move || (json, description)))
        .route("/receipts/{lane}/{id}", get(receipt_page::receipt_page).layer(from_fn(timeout::short)))
        .route("/receipts/style.css", get(receipt_page::style))
        // Whatever is routed above here is enforced; the page's own files below are everybody's.
        .route_layer(from_fn_with_state(app.clone(), enforce::enforce))
        .fallback(page::serve)
        .method_not_allowed_fallback(async || page::wrong_method())
        .layer(around)
        .with_state(app)
}

/// The calls that programs make. Each stands at the address that its own description says, so that the two can't differ.
fn api() -> OpenApiRouter<App> {
    let short = OpenApiRouter::new()
        .routes(routes!(imports::open::open, imports::history::history))
        .routes(routes!(imports::status::status))
        .routes(routes!(imports::stage::stage))
        .routes(routes!(imports::plan_rows::plan_rows))
        .routes(routes!(imports::receipt::receipt))
        .routes(routes!(imports::receipt_rows::receipt_rows))
        .routes(routes!(imports::abandon::abandon))
        .routes(routes!(intents::change::change))
        .merge(access::router())
        .merge(lists())
        .route_layer(from_fn(timeout::short));
    let long = OpenApiRouter::new()
        .routes(routes!(imports::plan::plan))
        .route_layer(from_fn_with_state(Gate::plans(), limits::gate))
        .route_layer(from_fn(timeout::long));
    let unlimited = OpenApiRouter::new()
        .routes(routes!(imports::commit::commit))
        .routes(routes!(imports::retract::retract))
        .routes(routes!(imports::reinstate::reinstate))
        .routes(routes!(health::health))
        .routes(routes!(health::live))
        .routes(routes!(health::ready));
    OpenApiRouter::with_openapi(Description::openapi()).merge(short).merge(long).merge(unlimited)
}

/// Calls that search lists that grow with the years.
fn lists() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(intents::list::list))
        .merge(tables())
        .route_layer(from_fn_with_state(Rate::default(), rate::rate))
}

/// Calls that answer with up to 5,000 rows.
fn tables() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ready::reactivation::reactivation))
        .routes(routes!(ready::partners::partners))
        .routes(routes!(ready::reference::reference))
        .route_layer(from_fn_with_state(Gate::tables(), limits::gate))
}

/// What stands above the calls in `openapi.json`.
#[derive(OpenApi)]
#[openapi(info(
    title = "Lanegate",
    description = "Clean, typed rows of checked spreadsheets on their way into one of two isolated lanes. Every refusal is a problem (RFC 9457) with a stable code."
))]
struct Description;

/// A request's id is made here: a client's own text would get into the log by it.
async fn unnamed(mut request: Request) -> Request {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// What the log says of a request: method and path, as far as the address is one that is known and names only lanes, ids
/// and numbers. Never a query, a body, a header or a cell.
fn span(request: &Request) -> Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let known = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = known.map_or_else(|| "-".to_owned(), |known| path::shown(known, request.uri().path()));
    let span = tracing::info_span!("request", method = method(request.method()), path, id, import = field::Empty);
    if let Some(import) = known.and_then(|known| path::import(known, request.uri().path())) {
        span.record("import", field::display(import));
    }
    span
}

/// The method, where it is one that has a meaning here.
pub(crate) fn method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known.into_iter().find(|known| *known == method.as_str()).unwrap_or("-")
}

fn log(response: &Response, took: std::time::Duration, _: &Span) {
    let (status, ms) = (response.status().as_u16(), took.as_millis());
    if response.status().is_server_error() {
        tracing::event!(Level::WARN, status, ms, "answered");
    } else {
        tracing::event!(Level::DEBUG, status, ms, "answered");
    }
}

//! The page, from the same binary: the files that were built, as they stood when the server was compiled.

mod asset;
mod policy;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use crate::http::refusal::Refusal;
use asset::Asset;

pub use policy::policy;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Every file of the page by its path, `index.html` as the empty path too.
static ASSETS: LazyLock<BTreeMap<String, Arc<Asset>>> = LazyLock::new(|| {
    let mut assets = BTreeMap::new();
    for name in Dist::iter() {
        // A compressed sibling serves under its original's name.
        if name.ends_with(".br") {
            continue;
        }
        let Some(file) = Dist::get(&name) else { continue };
        let ready = Dist::get(&format!("{name}.br")).map(|file| file.data.into_owned());
        assets.insert(name.to_string(), Arc::new(Asset::new(&name, file.data.into_owned(), ready)));
    }
    if let Some(index) = assets.get("index.html").cloned() {
        assets.insert(String::new(), index);
    }
    assets
});

const NOT_BUILT: &str = "\
Lanegate's server runs, but it was compiled without its page.

Build the page and start the server again, both in one:

    cargo xtask run

The API under /api/v1 and the command line (lanegate check, lanegate commit) work without the page.
";

/// Answers a request for a file of the page; anything else is 404.
pub async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    match ASSETS.get(path) {
        Some(asset) if read => deliver(asset, request.headers()).await,
        Some(_) => wrong_method(),
        None if path.is_empty() && read => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
        None => nothing_here(),
    }
}

/// The refusal of an address that names nothing.
pub fn nothing_here() -> Response {
    Refusal::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.").into_response()
}

/// The refusal of a method that an address does not take.
pub fn wrong_method() -> Response {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_refused", "This address does not take this method.")
        .into_response()
}

async fn deliver(asset: &Arc<Asset>, headers: &HeaderMap) -> Response {
    let common = [
        (header::ETAG, asset.etag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static(asset.caching)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if asset.is_known(headers) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let encoding = asset.encoding(headers);
    let worker = asset.clone();
    // The first request of an encoding compresses: a moment of processor time, once.
    let body = tokio::task::spawn_blocking(move || worker.bytes(encoding)).await;
    let Ok(body) = body else { return Refusal::internal().into_response() };
    let mut response = (common, [(header::CONTENT_TYPE, asset.kind.clone())], body).into_response();
    if let Some(name) = encoding.name() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// The page's HTML, where the server was compiled with it.
fn index() -> Option<&'static str> {
    ASSETS.get("").and_then(|asset| std::str::from_utf8(asset.plain()).ok())
}

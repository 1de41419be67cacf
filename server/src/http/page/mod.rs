//! The page's files, embedded when the server was compiled.

mod asset;
mod policy;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use crate::http::refusal::Refusal;
use asset::Asset;

pub use policy::policy;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";

/// The files by path. A compressed file (`app.js.br`) belongs to its original.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let names = Dist::iter().filter(|name| !name.ends_with(".br"));
    let assets = names.filter_map(|name| {
        let asset = Asset::new(&name, Dist::get(&name)?, Dist::get(&format!("{name}.br")));
        Some((name.into_owned(), asset))
    });
    assets.collect()
});

/// The HTML of the page, which `/` shows.
fn index() -> Option<&'static str> {
    std::str::from_utf8(ASSETS.get(INDEX)?.content()).ok()
}

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
    match ASSETS.get(if path.is_empty() { INDEX } else { path }) {
        Some(asset) if read => asset.response(request.headers()),
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

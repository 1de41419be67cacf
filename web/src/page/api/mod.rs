//! Calls to the server. Every refusal comes back in words; what may pass by itself is tried again.

mod access;
mod http;
mod imports;
mod partners;
mod ready;

pub use access::*;
pub use http::json;
pub use imports::*;
pub use partners::*;
pub use ready::*;

/// An address with what is asked for; what is not there or empty is left out.
pub fn with(path: &str, asked: &[(&str, Option<&str>)]) -> String {
    let asked =
        asked.iter().filter_map(|(name, value)| value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    asked.enumerate().fold(path.to_owned(), |path, (place, (name, value))| {
        let before = if place == 0 { '?' } else { '&' };
        format!("{path}{before}{name}={}", String::from(js_sys::encode_uri_component(value)))
    })
}

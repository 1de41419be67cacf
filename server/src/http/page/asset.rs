//! One file of the page, as it is and compressed by the build.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rust_embed::EmbeddedFile;

pub struct Asset {
    content_type: HeaderValue,
    /// Weak, because both encodings have the same one.
    etag: HeaderValue,
    cache_control: HeaderValue,
    content: Bytes,
    brotli: Option<Bytes>,
}

impl Asset {
    /// A file with its name, and its content compressed with brotli if the build made that.
    pub fn new(name: &str, file: EmbeddedFile, brotli: Option<EmbeddedFile>) -> Self {
        let media_type = file.metadata.mimetype();
        let charset = if media_type.starts_with("text/") { "; charset=utf-8" } else { "" };
        let etag = format!("W/\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash()));
        let header = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        Self {
            content_type: header(&format!("{media_type}{charset}")),
            etag: header(&etag),
            cache_control: header(if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" }),
            content: bytes(file),
            brotli: brotli.map(bytes),
        }
    }

    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The response to a request with these headers.
    pub fn response(&self, request: &HeaderMap) -> Response {
        let common = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, self.cache_control.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if list(request, header::IF_NONE_MATCH).any(|etag| self.etag == etag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, self.content_type.clone())];
        match &self.brotli {
            Some(brotli) if accepts_brotli(request) => {
                (common, content_type, [(header::CONTENT_ENCODING, "br")], brotli.clone()).into_response()
            }
            _ => (common, content_type, self.content.clone()).into_response(),
        }
    }
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => content.into(),
    }
}

/// The items of a header that is a list.
fn list(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    list(headers, header::ACCEPT_ENCODING).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        // `q=0` means "not this one".
        let is_refused = |part: &str| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        is_brotli && !parts.any(is_refused)
    })
}

/// Returns true if the build put a digest of the content in the name: `app-0123456789abcdef.js` or `…_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
    let digest = stem.strip_suffix("_bg").unwrap_or(stem).rsplit('-').next().unwrap_or_default();
    digest.len() >= 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset() -> Asset {
        Asset {
            content_type: HeaderValue::from_static("text/javascript; charset=utf-8"),
            etag: HeaderValue::from_static("W/\"abc\""),
            cache_control: HeaderValue::from_static("no-cache"),
            content: Bytes::from_static(b"plain"),
            brotli: Some(Bytes::from_static(b"compressed")),
        }
    }

    fn encoding(asset: &Asset, accepted: &'static str) -> Option<HeaderValue> {
        let request = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
        asset.response(&request).headers_mut().remove(header::CONTENT_ENCODING)
    }

    #[test]
    fn compressed_content_is_sent_to_clients_that_accept_it() {
        assert_eq!(encoding(&asset(), "gzip, deflate, br").unwrap(), "br");
        for accepted in ["gzip;q=1.0, br;q=0", "gzip, deflate", "abr"] {
            assert_eq!(encoding(&asset(), accepted), None, "{accepted}");
        }
        assert_eq!(encoding(&Asset { brotli: None, ..asset() }, "br"), None, "a quick build compresses nothing");
    }

    #[test]
    fn a_client_that_has_the_content_is_told_so() {
        let status = |etags: &'static str| {
            let request = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(etags))]);
            asset().response(&request).status()
        };
        assert_eq!(status("W/\"x\", W/\"abc\""), StatusCode::NOT_MODIFIED);
        assert_eq!(status("W/\"x\""), StatusCode::OK);
    }

    #[test]
    fn only_names_with_a_digest_are_immutable() {
        assert!(is_hashed("app-0123456789abcdef.js"));
        assert!(is_hashed("app-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("worker_loader.js"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("a-long-name-without-digest.css"));
    }
}

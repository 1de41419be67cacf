//! Where a request comes from: the client's own address, also behind trusted proxies, and the scheme it used.

use std::net::IpAddr;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::http::refusal::Refusal;

/// The client's address, for limits by address. Behind a trusted proxy, the address that the proxy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The scheme that the client used, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// HTTPS, to this server or a trusted proxy, or a connection inside this machine.
    Https,
    /// HTTP, by the word of a trusted proxy.
    Http,
}

/// How long a client may keep the server waiting for the next piece of a request.
#[derive(Debug, Clone, Copy)]
pub struct Pace(pub Duration);

impl Default for Pace {
    fn default() -> Self {
        Self(Duration::from_secs(10))
    }
}

/// Set for every connection, so a request without it is an internal error.
impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().copied().ok_or_else(Refusal::internal)
    }
}

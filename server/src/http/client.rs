//! From where a request comes: the client's own address, behind trusted proxies too, and whether its way here is HTTPS.

use std::net::IpAddr;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::http::refusal::Refusal;

/// The client's address, for limits by address. Where a trusted proxy stands in between, the one that the proxy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// How the request came from the client, as far as is known: over TLS here, or to a trusted proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// HTTPS all the way, or a connection inside this machine.
    Safe,
    /// Plain HTTP to a proxy, which says so.
    Open,
}

/// How long a client may keep the server waiting for the next piece of a request.
#[derive(Debug, Clone, Copy)]
pub struct Pace(pub Duration);

impl Default for Pace {
    fn default() -> Self {
        Self(Duration::from_secs(10))
    }
}

/// Every connection's requests carry it; one without it is a mistake of the server's.
impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().copied().ok_or_else(Refusal::internal)
    }
}

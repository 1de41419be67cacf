//! Whoever asks, for handlers: put there by [`crate::http::enforce`], which has looked at the call before.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

pub use crate::access::Principal;
use crate::http::refusal::Refusal;

impl<S: Send + Sync> FromRequestParts<S> for Principal {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or_else(super::enforce::sign_in_needed)
    }
}

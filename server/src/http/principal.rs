//! Who asks. Today that is one fixed local operator with every right; sign-in will change this file
//! alone, since every handler already takes a [`Principal`].

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// A person (or a script on a person's behalf) who may use the lane that the address names.
#[derive(Debug, Clone)]
pub struct Principal {
    name: String,
}

impl Principal {
    /// The operator of a server that only its own machine can reach.
    #[must_use]
    pub fn local() -> Self {
        Self { name: "local".to_owned() }
    }

    /// The name that imports, receipts and the audit log record.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Principal {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::local())
    }
}

//! What an address names: a lane, and in it an import. Addresses that name neither are 404.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use lanegate_wire::Lane;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::http::refusal::Refusal;

/// `/{lane}/…`
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct InLane {
    /// The lane.
    pub lane: Lane,
}

/// `/{lane}/imports/{id}/…`
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfImport {
    /// The lane.
    pub lane: Lane,
    /// The import.
    pub id: Uuid,
}

/// `/intents/{lane}/{id}`
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfIntent {
    /// The lane.
    pub lane: Lane,
    /// The intent.
    pub id: Uuid,
}

/// `/accounts/{name}`
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfAccount {
    /// The account.
    pub name: String,
}

/// `/accounts/{name}/tokens/{id}`
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfAccountToken {
    /// The account.
    pub name: String,
    /// The token.
    pub id: Uuid,
}

/// `/sessions/{id}` and `/tokens/{id}`
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfOwn {
    /// The session or token.
    pub id: Uuid,
}

/// `/{lane}/imports/{id}/batches/{n}`
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfBatch {
    /// The lane.
    pub lane: Lane,
    /// The import.
    pub id: Uuid,
    /// The batch's number, from 0.
    pub n: u32,
}

/// The address's named parts.
pub struct Place<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path(place) = Path::<T>::from_request_parts(parts, state).await?;
        Ok(Self(place))
    }
}

/// The address's query.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(asked) = Query::<T>::from_request_parts(parts, state).await?;
        Ok(Self(asked))
    }
}

/// A path as the log shows it: what its pattern leaves open only where that is a lane, an id or a number.
#[must_use]
pub fn shown(pattern: &str, path: &str) -> String {
    let is_plain =
        |part: &str| part.parse::<Lane>().is_ok() || part.parse::<Uuid>().is_ok() || part.parse::<u32>().is_ok();
    let mut parts = path.split('/');
    let shown = pattern.split('/').map(|own| match parts.next() {
        Some(part) if own.starts_with('{') && is_plain(part) => part,
        _ => own,
    });
    shown.collect::<Vec<_>>().join("/")
}

/// The import that a path is about, where its pattern names one.
#[must_use]
pub fn import(pattern: &str, path: &str) -> Option<Uuid> {
    let id = pattern.strip_prefix("/receipts/{lane}/{id}").or(pattern.strip_prefix("/api/v1/{lane}/imports/{id}"));
    let place = pattern[..pattern.len() - id?.len()].split('/').count() - 1;
    path.split('/').nth(place)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_shows_ids_and_nothing_else_of_a_clients_making() {
        let pattern = "/api/v1/{lane}/imports/{id}/batches/{n}";
        let path = "/api/v1/sales/imports/01890000-0000-7000-8000-000000000000/batches/3";
        assert_eq!(shown(pattern, path), path);
        assert_eq!(
            shown(pattern, "/api/v1/sales/imports/ann@example.com/batches/x%20y"),
            "/api/v1/sales/imports/{id}/batches/{n}"
        );
        assert_eq!(shown("/health", "/health"), "/health");
        assert_eq!(shown("/receipts/{lane}/{id}", "/receipts/ann"), "/receipts/{lane}/{id}");
    }

    #[test]
    fn a_path_names_its_import() {
        let id = "01890000-0000-7000-8000-000000000000";
        for (pattern, path) in [
            ("/api/v1/{lane}/imports/{id}/batches/{n}", format!("/api/v1/sales/imports/{id}/batches/3")),
            ("/api/v1/{lane}/imports/{id}", format!("/api/v1/sales/imports/{id}")),
            ("/receipts/{lane}/{id}", format!("/receipts/partners/{id}")),
        ] {
            assert_eq!(import(pattern, &path), id.parse().ok(), "{path}");
        }
        for (pattern, path) in [
            ("/api/v1/{lane}/imports/{id}", "/api/v1/sales/imports/ann".to_owned()),
            ("/api/v1/intents/{lane}/{id}", format!("/api/v1/intents/sales/{id}")),
            ("/health", "/health".to_owned()),
        ] {
            assert_eq!(import(pattern, &path), None, "{path}");
        }
    }
}

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

//! Request bodies: JSON, gzip-compressed or not, with a largest size that counts what the body expands to.

use std::io::Read as _;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use futures::StreamExt as _;
use lanegate_wire::{
    AccountChange, Batch, CommitRequest, IntentChange, MAX_BATCH_BYTES, NewAccount, NewToken, OpenImport, PlanRequest,
    RetractRequest, SetPassword, SignIn, SignInByLink,
};
use serde::de::DeserializeOwned;

use crate::http::refusal::Refusal;

/// A body that is refused is still read up to here, so that a client in the middle of sending gets the answer
/// instead of a broken connection.
const DRAINED: usize = 64 << 20;

/// gzip can make a body that hardly repeats itself a little longer.
const GZIP_SLACK: usize = 4 << 10;

/// A type that arrives as a body.
pub trait Arrives: DeserializeOwned {
    /// The largest size in bytes, decompressed.
    const LARGEST: usize;
    /// The code of the refusal of a larger one.
    const TOO_LARGE: &'static str = "body_too_large";
}

impl Arrives for OpenImport {
    const LARGEST: usize = 64 << 10;
}

impl Arrives for Batch {
    const LARGEST: usize = MAX_BATCH_BYTES;
    const TOO_LARGE: &'static str = "batch_too_large";
}

/// Every row of the largest sheet can be left out by its number.
impl Arrives for PlanRequest {
    const LARGEST: usize = 8 << 20;
}

macro_rules! small {
    ($($name:ty),*) => {
        $(impl Arrives for $name {
            const LARGEST: usize = 4 << 10;
        })*
    };
}

small!(CommitRequest, RetractRequest, IntentChange);
small!(SignIn, SignInByLink, SetPassword, NewAccount, AccountChange, NewToken);

/// A request's body, read and understood.
pub struct Payload<T>(pub T);

impl<T: Arrives, S: Send + Sync> FromRequest<S> for Payload<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        if !says_json(&parts.headers) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "content_type_refused",
                "The body is not declared as JSON.",
            )
            .detail("Send it with the header `Content-Type: application/json`."));
        }
        let gzip = is_gzip(&parts.headers)?;
        let most = if gzip { T::LARGEST + GZIP_SLACK } else { T::LARGEST };
        let bytes = receive(body, most).await?.ok_or_else(too_large::<T>)?;
        let bytes = if gzip { expand(&bytes, T::LARGEST)?.ok_or_else(too_large::<T>)? } else { bytes };
        serde_json::from_slice(&bytes).map(Self).map_err(|error| malformed(&error))
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    declared.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn is_gzip(headers: &HeaderMap) -> Result<bool, Refusal> {
    match headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim()) {
        None => Ok(false),
        Some(name) if name.eq_ignore_ascii_case("identity") => Ok(false),
        Some(name) if name.eq_ignore_ascii_case("gzip") => Ok(true),
        Some(_) => Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "encoding_refused",
            "The body is compressed in a way that this server does not read.",
        )
        .detail("Send it as it is, or with `Content-Encoding: gzip`.")),
    }
}

/// The body's bytes, or nothing when there are more than `most`.
async fn receive(body: Body, most: usize) -> Result<Option<Vec<u8>>, Refusal> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut seen = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| {
            Refusal::new(StatusCode::BAD_REQUEST, "body_broken_off", "The body ended before it was complete.")
                .detail("Send it again; nothing was changed.")
        })?;
        seen += chunk.len();
        if seen > DRAINED {
            break;
        }
        if seen <= most {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((seen <= most).then_some(bytes))
}

/// What gzip expands to, or nothing when that is more than `most`.
fn expand(bytes: &[u8], most: usize) -> Result<Option<Vec<u8>>, Refusal> {
    let mut expanded = Vec::new();
    MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut expanded).map_err(|_| {
        Refusal::new(StatusCode::BAD_REQUEST, "gzip_malformed", "The body is declared as gzip and is not.")
    })?;
    Ok((expanded.len() <= most).then_some(expanded))
}

fn too_large<T: Arrives>() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        T::TOO_LARGE,
        format!("The body is larger than {} KiB.", T::LARGEST / 1024),
    )
    .detail(
        "What counts is its size after decompression. A batch holds at most 2,000 rows and 1 MiB; send smaller ones.",
    )
}

fn malformed(error: &serde_json::Error) -> Refusal {
    if error.is_data() {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "json_unexpected", "The JSON is not what this call takes.")
    } else {
        Refusal::new(StatusCode::BAD_REQUEST, "json_malformed", "The body is not JSON.")
    }
    .detail(format!("{error}."))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    async fn take(body: Vec<u8>, encoding: Option<&str>) -> Result<CommitRequest, String> {
        let mut request = Request::builder().header("content-type", "application/json; charset=utf-8");
        if let Some(encoding) = encoding {
            request = request.header("content-encoding", encoding);
        }
        let request = request.body(Body::from(body)).unwrap();
        let taken = Payload::<CommitRequest>::from_request(request, &()).await;
        taken.map(|payload| payload.0).map_err(|refusal| refusal.problem().code.clone())
    }

    #[tokio::test]
    async fn the_limit_counts_what_gzip_expands_to() {
        let small = br#"{"plan":"x"}"#.to_vec();
        let wanted = Ok(CommitRequest { plan: "x".into() });
        assert_eq!(take(small.clone(), None).await, wanted);
        assert_eq!(take(gzip(&small), Some("gzip")).await, wanted);

        let blanks = CommitRequest::LARGEST - small.len();
        let mut padded = small.clone();
        padded.resize(small.len() + blanks, b' ');
        assert_eq!(take(padded.clone(), None).await, wanted, "exactly the largest size");
        assert_eq!(take(gzip(&padded), Some("gzip")).await, wanted);
        padded.push(b' ');
        assert_eq!(take(padded.clone(), None).await, Err("body_too_large".into()));
        assert_eq!(take(gzip(&padded), Some("gzip")).await, Err("body_too_large".into()));
        padded.resize(1 << 20, b' ');
        let bomb = gzip(&padded);
        assert!(bomb.len() < CommitRequest::LARGEST);
        assert_eq!(take(bomb, Some("gzip")).await, Err("body_too_large".into()));
    }

    #[tokio::test]
    async fn what_is_not_the_json_asked_for_is_refused_by_its_own_code() {
        assert_eq!(take(b"{".to_vec(), None).await, Err("json_malformed".into()));
        assert_eq!(take(b"{}".to_vec(), None).await, Err("json_unexpected".into()));
        assert_eq!(take(br#"{"plan":"x"}"#.to_vec(), Some("gzip")).await, Err("gzip_malformed".into()));
        assert_eq!(take(br#"{"plan":"x"}"#.to_vec(), Some("br")).await, Err("encoding_refused".into()));
        let undeclared = Request::new(Body::from("{}"));
        let refusal = Payload::<CommitRequest>::from_request(undeclared, &()).await.err().unwrap();
        assert_eq!(refusal.problem().code, "content_type_refused");
    }
}

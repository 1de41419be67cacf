//! Request bodies: JSON, gzip-compressed or not, with a largest size that counts what the body expands to, and a slowest
//! pace. Small ones are read at once; large ones take memory of their lane's, and are read when their call has all it needs.

use std::io::Read as _;
use std::marker::PhantomData;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use futures::StreamExt as _;
use lanegate_wire::{
    AccountChange, Batch, CommitRequest, ConfirmPassword, IntentChange, Lane, MAX_BATCH_BYTES, NewAccount, NewToken,
    OpenImport, PlanRequest, RetractRequest, SetPassword, SignIn, SignInByLink,
};
use serde::de::DeserializeOwned;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use crate::http::App;
use crate::http::client::Pace;
use crate::http::memory::{Kept, Memory};
use crate::http::refusal::{Answer, Refusal};

/// A body that is refused is still read up to here, so that a client in the middle of sending gets the answer
/// instead of a broken connection.
const DRAINED: usize = 64 << 20;

/// gzip can make a body that hardly repeats itself a little longer.
const GZIP_SLACK: usize = 4 << 10;

/// Bytes a second that a client sends at least; slower than any modem.
const SLOWEST: u64 = 8 << 10;

/// How long a body may take at most, at whatever pace.
const LONGEST: Duration = Duration::from_secs(120);

/// A type that arrives as a body.
pub trait Arrives: DeserializeOwned + Send + 'static {
    /// The largest size in bytes, decompressed.
    const LARGEST: usize;
    /// The code of the refusal of a larger one.
    const TOO_LARGE: &'static str = "body_too_large";
}

/// A type whose bodies are small: as many as there may be connections have room.
pub trait Small: Arrives {}

/// A type whose bodies are large.
pub trait Large: Arrives {
    /// How many times its size it takes at most while it is read: JSON can name a field in six bytes (`"a":1,`), which then has
    /// a place in a map and two texts of its own.
    const BECOMES: usize = 24;
}

impl Arrives for Batch {
    const LARGEST: usize = MAX_BATCH_BYTES;
    const TOO_LARGE: &'static str = "batch_too_large";
}

impl Large for Batch {}

/// Every row of the largest sheet can be left out by its number.
impl Arrives for PlanRequest {
    const LARGEST: usize = 8 << 20;
}

impl Large for PlanRequest {
    /// It is numbers.
    const BECOMES: usize = 8;
}

macro_rules! small {
    ($largest:expr, $($name:ty),*) => {
        $(impl Arrives for $name {
            const LARGEST: usize = $largest;
        }
        impl Small for $name {})*
    };
}

small!(64 << 10, OpenImport);
small!(4 << 10, CommitRequest, RetractRequest, IntentChange);
small!(4 << 10, SignIn, SignInByLink, SetPassword, ConfirmPassword, NewAccount, AccountChange, NewToken);

/// A small body, received and read.
pub struct Payload<T>(pub T);

impl<T: Small, S: Send + Sync> FromRequest<S> for Payload<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (form, body) = Form::of::<T>(request)?;
        let bytes = receive(body, form.most, form.pace).await?.ok_or_else(too_large::<T>)?;
        let bytes = if form.is_gzip { expand::<T>(&bytes)? } else { bytes };
        read(&bytes).map(Self)
    }
}

/// A large body, received and not read yet.
pub struct Upload<T> {
    bytes: Vec<u8>,
    is_gzip: bool,
    lane: Lane,
    memory: Memory,
    kept: Kept,
    of: PhantomData<T>,
}

impl<T: Large> FromRequest<App> for Upload<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let lane = request.extensions().get::<Lane>().copied().ok_or_else(Refusal::internal)?;
        let (Form { is_gzip, most, declared, pace }, body) = Form::of::<T>(request)?;
        let memory = app.memory.clone();
        let received = memory.receive(lane, declared.map_or(most, |length| length.min(most))).await;
        let Ok(_receiving) = received else {
            // Read and forgotten: a client in the middle of sending would find a broken connection instead.
            receive(body, 0, pace).await?;
            return Err(received.err().unwrap_or_else(Refusal::internal));
        };
        let bytes = receive(body, most, pace).await?.ok_or_else(too_large::<T>)?;
        let kept = memory.keep(lane, if is_gzip { T::LARGEST } else { bytes.len() }).await?;
        Ok(Self { bytes, is_gzip, lane, memory, kept, of: PhantomData })
    }
}

impl<T: Large> Upload<T> {
    /// Reads the body and works on it, on a thread that serves no requests. What comes of it counts as the lane's memory until
    /// the second value is dropped.
    ///
    /// # Errors
    /// If the body is not what it should be, the work fails, or others take too long.
    pub async fn work<R: Send + 'static>(
        self,
        work: impl FnOnce(T) -> Answer<R> + Send + 'static,
    ) -> Answer<(R, Kept)> {
        let Self { mut bytes, is_gzip, lane, memory, mut kept, .. } = self;
        if is_gzip {
            bytes = aside(move || expand::<T>(&bytes)).await?;
            kept.shrink(bytes.len());
        }
        let working = memory.work(lane, bytes.len().saturating_mul(T::BECOMES)).await?;
        let worked = aside(move || {
            let worked = read(&bytes).and_then(work);
            drop(working);
            worked
        });
        Ok((worked.await?, kept))
    }
}

async fn aside<R: Send + 'static>(work: impl FnOnce() -> Answer<R> + Send + 'static) -> Answer<R> {
    spawn_blocking(work).await.map_err(|_| Refusal::internal())?
}

/// What a request's head says of its body.
struct Form {
    is_gzip: bool,
    /// The most bytes that are received.
    most: usize,
    /// The length that the client declares.
    declared: Option<usize>,
    pace: Pace,
}

impl Form {
    fn of<T: Arrives>(request: Request) -> Result<(Self, Body), Refusal> {
        let (parts, body) = request.into_parts();
        if !says_json(&parts.headers) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "content_type_refused",
                "The body is not declared as JSON.",
            )
            .detail("Send it with the header `Content-Type: application/json`."));
        }
        let is_gzip = is_gzip(&parts.headers)?;
        let most = if is_gzip { T::LARGEST + GZIP_SLACK } else { T::LARGEST };
        let declared = declared(&parts.headers);
        let pace = parts.extensions.get().copied().unwrap_or_default();
        Ok((Self { is_gzip, most, declared, pace }, body))
    }
}

fn read<T: Arrives>(bytes: &[u8]) -> Answer<T> {
    serde_json::from_slice(bytes).map_err(|error| malformed(&error))
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

/// The length that the client declares.
fn declared(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The body's bytes, or nothing when there are more than `most`.
async fn receive(body: Body, most: usize, Pace(pace): Pace) -> Result<Option<Vec<u8>>, Refusal> {
    // As much as it says, so that it need not grow, which takes twice as much for a moment.
    let length = body.size_hint().lower();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(most).min(most));
    let mut stream = body.into_data_stream();
    let mut seen = 0;
    let began = Instant::now();
    loop {
        // What has come buys time for the rest.
        let allowed = (pace + Duration::from_millis(seen as u64 * 1000 / SLOWEST)).min(LONGEST);
        let next = timeout_at(began + allowed, stream.next()).await.map_err(|_| too_slow())?;
        let Some(chunk) = next else { break };
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

/// What gzip expands to.
fn expand<T: Arrives>(bytes: &[u8]) -> Answer<Vec<u8>> {
    unfolded(bytes, T::LARGEST)?.ok_or_else(too_large::<T>)
}

/// What gzip expands to, or nothing when that is more than `most`.
fn unfolded(bytes: &[u8], most: usize) -> Answer<Option<Vec<u8>>> {
    let mut expanded = Vec::new();
    MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut expanded).map_err(|_| {
        Refusal::new(StatusCode::BAD_REQUEST, "gzip_malformed", "The body is declared as gzip and is not.")
    })?;
    Ok((expanded.len() <= most).then_some(expanded))
}

fn too_slow() -> Refusal {
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", "The body did not come within its time.")
        .detail("Nothing was changed. Send it again over a better line; the call is safe to repeat.")
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

    #[tokio::test(start_paused = true)]
    async fn a_body_that_trickles_is_not_waited_for() {
        let pieces = |piece: usize, wait: u64| {
            let pieces = futures::stream::iter(0..100).then(move |_| async move {
                tokio::time::sleep(Duration::from_secs(wait)).await;
                Ok::<_, std::io::Error>(vec![b' '; piece])
            });
            receive(Body::from_stream(pieces), 1 << 20, Pace::default())
        };
        let code = |received: Result<Option<Vec<u8>>, Refusal>| {
            received.map(|bytes| bytes.map(|bytes| bytes.len())).map_err(|refusal| refusal.problem().code.clone())
        };
        assert_eq!(code(pieces(1, 1).await), Err("body_too_slow".into()), "a byte a second");
        assert_eq!(code(pieces(1, 11).await), Err("body_too_slow".into()), "nothing at all for longer");
        assert_eq!(code(pieces(9 << 10, 1).await), Ok(Some(900 << 10)), "slow, and coming");
        assert_eq!(code(pieces(18 << 10, 2).await), Err("body_too_slow".into()), "not for ever, though");
    }

    #[tokio::test]
    async fn a_bomb_is_not_unfolded_whatever_it_is_made_of() {
        // A gigabyte of zeros in a megabyte: members of 64 MiB each, one behind the other.
        let member = gzip(&vec![0; 64 << 20]);
        let bomb = member.repeat(16);
        assert!(bomb.len() < 2 << 20, "{}", bomb.len());
        let began = std::time::Instant::now();
        assert_eq!(unfolded(&bomb, 1 << 20).unwrap(), None);
        assert!(began.elapsed() < Duration::from_secs(1), "no more of it was unfolded than may be");
        // Many small members count together.
        assert_eq!(unfolded(&gzip(&vec![b' '; 1 << 10]).repeat(1025), 1 << 20).unwrap(), None);
        assert_eq!(unfolded(&gzip(&vec![b' '; 1 << 10]).repeat(1024), 1 << 20).unwrap().unwrap().len(), 1 << 20);
        // gzip within gzip is unfolded once: what comes out is no JSON.
        let nested = gzip(&gzip(br#"{"plan":"x"}"#));
        assert_eq!(take(nested, Some("gzip")).await, Err("json_malformed".into()));
        assert_eq!(take(gzip(b"{}"), Some("gzip, gzip")).await, Err("encoding_refused".into()));
        // Empty members cost time and make nothing.
        let empty = gzip(b"").repeat(CommitRequest::LARGEST / 20);
        assert_eq!(take(empty, Some("gzip")).await, Err("json_malformed".into()));
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

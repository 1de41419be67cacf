//! How much is done at once: the memory that requests' bodies and what they become may take together, and how many calls of
//! the heavy kinds run. Who finds it full waits, and is told to come again if that takes too long.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::refusal::Refusal;

/// How long a request waits for room.
const WAIT: Duration = Duration::from_secs(10);

/// How long a client that was turned away should wait, in seconds.
const COME_AGAIN: u32 = 5;

/// Memory for bodies that are being received, in KiB: their senders may be slow.
const RECEIVING: usize = 32 << 10;

/// Memory for what bodies become until their requests are answered, in KiB. A share of its own: requests that wait for it
/// hold some of the other, and never the other way round.
const WORKING: usize = 96 << 10;

/// Tables of up to 5,000 rows at once, from the query until the client has them.
const TABLES: usize = 16;

/// Plans at once, those that wait for their lane among them.
const PLANS: usize = 64;

/// Room that all requests of a server share.
#[derive(Debug, Clone)]
pub struct Gate {
    room: Arc<Semaphore>,
    wait: Duration,
}

impl Gate {
    fn of(room: usize) -> Self {
        Self { room: Arc::new(Semaphore::new(room)), wait: WAIT }
    }

    /// For calls that give tables.
    #[must_use]
    pub fn tables() -> Self {
        Self::of(TABLES)
    }

    /// For plans.
    #[must_use]
    pub fn plans() -> Self {
        Self::of(PLANS)
    }

    async fn enter(&self, weight: u32) -> Result<OwnedSemaphorePermit, Refusal> {
        match timeout(self.wait, self.room.clone().acquire_many_owned(weight)).await {
            Ok(Ok(permit)) => Ok(permit),
            // The semaphore is never closed.
            Ok(Err(_)) => Err(Refusal::internal()),
            Err(_) => Err(busy()),
        }
    }
}

fn busy() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "server_busy",
        "The server is at work for as many others as it can be.",
    )
    .detail("Nothing was changed. Try again in a moment; the call is safe to repeat.")
    .retry_after(COME_AGAIN)
}

/// The memory for the bodies of all requests.
#[derive(Debug, Clone)]
pub struct Memory {
    receiving: Gate,
    working: Gate,
}

impl Default for Memory {
    fn default() -> Self {
        Self { receiving: Gate::of(RECEIVING), working: Gate::of(WORKING) }
    }
}

/// What one request holds of it, until it is answered.
#[derive(Debug, Clone)]
pub struct Share {
    memory: Memory,
    held: Arc<Mutex<Vec<OwnedSemaphorePermit>>>,
}

/// Gives every request its share of the memory for bodies, nothing at first.
pub async fn share(State(memory): State<Memory>, mut request: Request, next: Next) -> Response {
    let held = Arc::default();
    request.extensions_mut().insert(Share { memory, held: Arc::clone(&held) });
    let response = next.run(request).await;
    // The handler is done with the body by now.
    drop(held);
    response
}

impl Share {
    /// Waits until there is memory for so many bytes of a body.
    ///
    /// # Errors
    /// `server_busy` when others take too long.
    pub async fn to_receive(&self, bytes: usize) -> Result<(), Refusal> {
        self.hold(&self.memory.receiving, bytes, RECEIVING).await
    }

    /// Waits until there is memory for so many bytes that a body becomes.
    ///
    /// # Errors
    /// `server_busy` when others take too long.
    pub async fn to_work(&self, bytes: usize) -> Result<(), Refusal> {
        self.hold(&self.memory.working, bytes, WORKING).await
    }

    async fn hold(&self, gate: &Gate, bytes: usize, all: usize) -> Result<(), Refusal> {
        let permit = gate.enter(u32::try_from((bytes >> 10).clamp(1, all)).unwrap_or(u32::MAX)).await?;
        self.held.lock().unwrap_or_else(PoisonError::into_inner).push(permit);
        Ok(())
    }
}

/// Lets so many requests through at once; each counts until its client has the whole answer.
pub async fn gate(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    match gate.enter(1).await {
        Ok(permit) => next.run(request).await.map(|body| Body::new(Held { body, _permit: permit })),
        Err(refusal) => refusal.into_response(),
    }
}

/// A body that keeps its place until it is sent.
struct Held {
    body: Body,
    _permit: OwnedSemaphorePermit,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    fn impatient(room: usize) -> Gate {
        Gate { wait: Duration::from_millis(50), ..Gate::of(room) }
    }

    fn ask() -> Request {
        Request::new(Body::empty())
    }

    #[tokio::test]
    async fn who_finds_it_full_is_told_to_come_again() {
        let gate = impatient(1);
        let app = Router::new().route("/", get(async || "x")).layer(from_fn_with_state(gate.clone(), super::gate));
        let first = app.clone().oneshot(ask()).await.unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        let refused = app.clone().oneshot(ask()).await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "the first answer was not taken yet");
        assert_eq!(refused.headers()["retry-after"], "5");
        drop(first);
        assert_eq!(app.oneshot(ask()).await.unwrap().status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn memory_is_held_until_the_answer() {
        let memory = Memory { receiving: impatient(100), working: impatient(100) };
        let handler = async |request: Request| {
            let share = request.extensions().get::<Share>().unwrap();
            match share.to_receive(60 << 10).await {
                Ok(()) => tokio::time::sleep(Duration::from_millis(200)).await,
                Err(refusal) => return StatusCode::from_u16(refusal.problem().status).unwrap(),
            }
            StatusCode::OK
        };
        let app = Router::new().route("/", get(handler)).layer(from_fn_with_state(memory.clone(), share));
        let (one, other) = tokio::join!(app.clone().oneshot(ask()), app.clone().oneshot(ask()));
        let mut statuses = [one.unwrap().status(), other.unwrap().status()];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE], "two do not fit");
        assert_eq!(memory.receiving.room.available_permits(), 100);
        assert_eq!(app.oneshot(ask()).await.unwrap().status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn more_than_there_is_takes_all_of_it() {
        let memory = Memory::default();
        let share = Share { memory: memory.clone(), held: Arc::default() };
        share.to_work(usize::MAX).await.unwrap();
        assert_eq!(memory.working.room.available_permits(), 0);
        share.to_receive(0).await.unwrap();
        drop(share);
        assert_eq!(memory.working.room.available_permits(), WORKING);
    }
}

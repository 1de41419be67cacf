//! How much is done at once. Each lane has its own budgets; a call that finds one used up waits, and is told to come again
//! if that takes too long.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use lanegate_wire::Lane;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::refusal::Refusal;
use crate::per_lane::PerLane;

/// How long a request waits.
const WAIT: Duration = Duration::from_secs(10);

/// How long a client that was turned away should wait, in seconds.
const COME_AGAIN: u32 = 5;

/// Tables of up to 5,000 rows at once in a lane, from the query until the client has them.
const TABLES: usize = 4;

/// Plans at once in a lane, including those that wait for the lane.
const PLANS: usize = 32;

/// Bytes of a response that are handed over at once: what is still in a response counts as not sent.
const PIECE: usize = 64 << 10;

/// An amount of something that calls share.
#[derive(Debug, Clone)]
pub struct Budget {
    left: Arc<Semaphore>,
    wait: Duration,
}

impl Budget {
    /// A budget of so many.
    #[must_use]
    pub fn of(amount: usize) -> Self {
        Self { left: Arc::new(Semaphore::new(amount)), wait: WAIT }
    }

    /// Takes so many, which are given back when the permit is dropped.
    ///
    /// # Errors
    /// `server_busy` if others keep them for too long.
    pub async fn take(&self, amount: u32) -> Result<OwnedSemaphorePermit, Refusal> {
        match timeout(self.wait, self.left.clone().acquire_many_owned(amount)).await {
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

/// Places for calls of a heavy kind.
#[derive(Debug, Clone)]
pub struct Gate(PerLane<Budget>);

impl Gate {
    /// For calls that give tables.
    #[must_use]
    pub fn tables() -> Self {
        Self(PerLane::new(|| Budget::of(TABLES)))
    }

    /// For plans.
    #[must_use]
    pub fn plans() -> Self {
        Self(PerLane::new(|| Budget::of(PLANS)))
    }
}

/// A request's place among those that are let through. A task that works on without its client keeps a copy.
#[derive(Debug, Clone)]
pub struct Admitted {
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Lets so many requests of a lane through at once; each counts until its client has the whole response.
pub async fn gate(State(Gate(places)): State<Gate>, mut request: Request, next: Next) -> Response {
    // An address that names no lane is nobody's; its handler says so.
    let Some(lane) = request.extensions().get::<Lane>() else { return next.run(request).await };
    match places.of(*lane).take(1).await {
        Ok(permit) => {
            let admitted = Admitted { _permit: Arc::new(permit) };
            request.extensions_mut().insert(admitted.clone());
            next.run(request).await.map(|body| Body::new(Held { body, rest: Bytes::new(), _admitted: admitted }))
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// A body that keeps its place until it is sent. It is handed over in pieces, since whoever writes it takes all it gets.
struct Held {
    body: Body,
    rest: Bytes,
    _admitted: Admitted,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                end => return Poll::Ready(end),
            }
        }
        let piece = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let upper = hint.upper().map(|upper| upper + rest);
        hint.set_lower(hint.lower() + rest);
        if let Some(upper) = upper {
            hint.set_upper(upper);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use futures::StreamExt as _;
    use tower::ServiceExt as _;

    use super::*;

    fn ask(lane: Lane) -> Request {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(lane);
        request
    }

    #[tokio::test]
    async fn a_lane_that_is_full_turns_its_own_calls_away_until_a_response_is_sent() {
        let gate = Gate(PerLane::new(|| Budget { wait: Duration::from_millis(50), ..Budget::of(1) }));
        let long = async || "x".repeat(3 * PIECE);
        let app = Router::new().route("/", get(long)).layer(from_fn_with_state(gate.clone(), super::gate));
        let first = app.clone().oneshot(ask(Lane::Sales)).await.unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()["content-length"], (3 * PIECE).to_string().as_str());
        let mut pieces = first.into_body().into_data_stream();
        for _ in 0..2 {
            assert_eq!(pieces.next().await.unwrap().unwrap().len(), PIECE);
        }
        let refused = app.clone().oneshot(ask(Lane::Sales)).await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "the first response is not taken yet");
        assert_eq!(refused.headers()["retry-after"], "5");
        assert_eq!(app.clone().oneshot(ask(Lane::Partners)).await.unwrap().status(), StatusCode::OK);
        assert_eq!(pieces.next().await.unwrap().unwrap().len(), PIECE);
        assert!(pieces.next().await.is_none());
        drop(pieces);
        assert_eq!(app.oneshot(ask(Lane::Sales)).await.unwrap().status(), StatusCode::OK);
    }
}

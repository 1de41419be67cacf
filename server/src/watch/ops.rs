//! The address for those who watch: `/metrics`, `/health/live` and `/health/ready`. It is apart from the address for people, asks for
//! no account, knows no other call, and answers on while the server finishes its commits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum_server::Control;
use lanegate_wire::Lane;
use tokio::time::timeout;

use super::Readiness;
use crate::http::routes::health;
use crate::http::{App, addresses};
use crate::net::{self, Listener};
use crate::store;

/// The open imports are counted this often at most, however many ask.
const COUNTED: Duration = Duration::from_secs(10);

/// How long that may take.
const COUNTING: Duration = Duration::from_secs(5);

/// The media type of the metrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone)]
struct Ops {
    app: App,
    /// Whether only this machine reaches it.
    local: bool,
    counted: Arc<Mutex<Option<Instant>>>,
}

/// Serves it until `control` shuts down.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(listener: Listener, app: App, control: Control) -> Result<()> {
    let local = listener.is_local()?;
    let ops = Ops { app: app.clone(), local, counted: Arc::default() };
    let router = Router::new()
        .route("/metrics", get(metrics).with_state(ops.clone()))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready).with_state(app))
        .layer(from_fn_with_state(ops, guard));
    Ok(net::serve(listener, router, control).await?)
}

/// A web page elsewhere can give this machine a name of its own (DNS rebinding), and so read what only this machine may.
async fn guard(State(ops): State<Ops>, request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()).filter(|_| hosts.next().is_none());
    let own = host.is_some_and(|host| addresses::is_loopback(without_port(host)));
    if ops.local && !own {
        return (StatusCode::MISDIRECTED_REQUEST, "Ask for it as 127.0.0.1.\n").into_response();
    }
    next.run(request).await
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

async fn metrics(State(ops): State<Ops>) -> Response {
    let app = &ops.app;
    let metrics = &app.watch.metrics;
    // Before this call uses a connection itself.
    let pool = app.db.pool_use();
    let ready = Readiness::of(app).await;
    metrics.ready.set(i64::from(ready.is_ready()));
    if let Some(up) = ready.has_database() {
        metrics.database_up.set(i64::from(up));
    }
    metrics.pool(i64::from(pool.in_use), i64::from(pool.idle));
    metrics.pool_most.set(i64::from(pool.most));
    metrics.commits.set(i64::try_from(app.commits.len()).unwrap_or(i64::MAX));
    if ready == Readiness::Ready && is_due(&ops.counted) {
        count_open(app).await;
    }
    match metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS), (header::CACHE_CONTROL, "no-store")], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn is_due(counted: &Mutex<Option<Instant>>) -> bool {
    let mut counted = counted.lock().unwrap_or_else(PoisonError::into_inner);
    let due = counted.is_none_or(|last| last.elapsed() >= COUNTED);
    if due {
        *counted = Some(Instant::now());
    }
    due
}

/// What cannot be counted now keeps its last number.
async fn count_open(app: &App) {
    for lane in Lane::ALL {
        // In a task of its own, so that a statement nobody waits for any more still ends as it should.
        let db = app.db.clone();
        let counting = tokio::spawn(async move { store::open_imports(&db, lane).await });
        match timeout(COUNTING, counting).await {
            Ok(Ok(Ok(counts))) => app.watch.metrics.open(lane, &counts),
            _ => tracing::debug!(%lane, "the open imports could not be counted just now"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_told_from_its_port() {
        for (host, name) in [("localhost:8641", "localhost"), ("[::1]:8641", "[::1]"), ("127.0.0.1", "127.0.0.1")] {
            assert_eq!(without_port(host), name);
        }
    }
}

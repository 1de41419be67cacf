//! Serving: listens, says so, and ends in good order, with every running commit finished.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::db::Db;
use crate::expiry;
use crate::http::guard::Addresses;
use crate::http::{App, router};

/// How long requests other than commits may go on after the server was asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// Takes an address of this machine.
///
/// # Errors
/// When the address is another machine's to reach too, or is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    if !address.ip().is_loopback() {
        bail!(
            "Lanegate does not listen on {address}: it has no sign-in yet, so everybody who can reach that address \
             could commit. Use an address of this machine only, such as 127.0.0.1:{}.",
            address.port()
        );
    }
    TcpListener::bind(address).await.with_context(|| {
        format!("Cannot listen on {address}. Is another server running there? --listen 127.0.0.1:0 takes a free port")
    })
}

/// Serves until `stop` is done; then finishes what runs and closes the pool.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, db: Db, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let app = App::new(db.clone(), Addresses::of(listener.local_addr()?));
    let commits = app.commits.clone();
    let end = CancellationToken::new();
    let forgetting = expiry::start(db.clone(), end.clone());
    let (asked, ask) = tokio::sync::oneshot::channel();
    let listener = listener.tap_io(|stream| {
        // Answers are small and waited for. A connection that cannot be told so still works.
        let _ = stream.set_nodelay(true);
    });
    let mut serving: JoinHandle<_> = tokio::spawn(
        axum::serve(listener, router(app))
            .with_graceful_shutdown(async move {
                stop.await;
                let _ = asked.send(());
            })
            .into_future(),
    );
    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        _ = ask => tokio::time::timeout(GRACE, &mut serving).await.ok(),
    };
    // Connections that would not end in time are dropped; commits are not.
    serving.abort();
    end.cancel();
    commits.close();
    if !commits.is_empty() {
        tracing::info!(commits = commits.len(), "finishing commits");
    }
    commits.wait().await;
    // A statement that is broken off would break the embedded database's only connection.
    let _ = forgetting.await;
    if tokio::time::timeout(GRACE, db.close()).await.is_err() {
        tracing::warn!("the database still works on a request that was cut off; it will undo it");
    }
    if let Some(ended) = ended {
        ended.context("The server's task ended")?.context("The server's listener failed")?;
    }
    Ok(())
}

/// Done when the process is asked to end (SIGTERM or Ctrl-C).
///
/// # Errors
/// When signals cannot be received.
pub fn asked_to_end() -> Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

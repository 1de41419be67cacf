//! Serving: listens, says so, and ends in good order, with every running commit finished.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::db::Db;
use crate::expiry;
use crate::http::{App, router};
use crate::net::{self, Door};

/// How long requests other than commits may go on after the server was asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` is done; then finishes what runs and closes the pool.
///
/// # Errors
/// When TLS cannot be set up.
pub async fn serve(door: Door, db: Db, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let app = App::new(db.clone(), door.addresses().clone());
    let commits = app.commits.clone();
    let end = CancellationToken::new();
    let forgetting = expiry::start(db.clone(), end.clone());
    let asked = CancellationToken::new();
    let mut serving: JoinHandle<_> = tokio::spawn(net::accept(door, router(app), asked.clone()));
    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        () = stop => {
            asked.cancel();
            tokio::time::timeout(GRACE, &mut serving).await.ok()
        }
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

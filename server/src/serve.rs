//! Serving: listens, says so, and ends in good order, with every running commit finished.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use axum_server::Control;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::db::Db;
use crate::expiry;
use crate::http::{App, router};
use crate::net::{self, Listener};
use crate::options::Ending;
use crate::watch::{self, Watch};

/// How long answers to commits that were waited for may take to get away.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How a server is watched and how it ends.
pub struct Serving {
    /// How it is watched.
    pub watch: Watch,
    /// The address for those who watch, if there is one.
    pub ops: Option<Listener>,
    /// How long it takes requests on after it was asked to end, saying that it is not ready.
    pub delay: Duration,
    /// How long requests other than commits may go on after that.
    pub grace: Duration,
    /// How long commits are then waited for.
    pub commits: Duration,
}

impl Default for Serving {
    fn default() -> Self {
        let (delay, grace, commits) = (Duration::ZERO, Duration::from_secs(10), Duration::from_secs(300));
        Self { watch: Watch::default(), ops: None, delay, grace, commits }
    }
}

impl Serving {
    /// Watched so, and ending as was said.
    #[must_use]
    pub fn of(watch: Watch, ops: Option<Listener>, ending: &Ending) -> Self {
        let delay = Duration::from_secs(ending.shutdown_delay.into());
        let commits = Duration::from_secs(ending.shutdown_timeout.into());
        Self { watch, ops, delay, commits, ..Self::default() }
    }
}

/// Serves until `stop` is done; then finishes what runs and closes the pool.
///
/// # Errors
/// When SIGHUP cannot be received, or a commit took longer than it is waited for.
pub async fn serve(listener: Listener, db: Db, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    serve_with(listener, db, Serving::default(), stop).await
}

/// The same, watched and ending as told.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with(
    listener: Listener,
    db: Db,
    how: Serving,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let Serving { watch, ops, delay, grace, commits: patience } = how;
    let app = App::new(db.clone(), listener.addresses().clone()).watched(watch.clone());
    let commits = app.commits.clone();
    let end = CancellationToken::new();
    let forgetting = expiry::start(db.clone(), watch.metrics.expired.clone(), end.clone());
    let (control, ops_control) = (Control::new(), Control::new());
    let watching = ops.map(|listener| tokio::spawn(watch::serve(listener, app.clone(), ops_control.clone())));
    let mut serving: JoinHandle<_> = tokio::spawn(net::serve(listener, router(app), control.clone()));
    let mut ended = tokio::select! {
        ended = &mut serving => Some(ended),
        () = stop => None,
    };
    if ended.is_none() {
        watch.stopping.cancel();
        sleep(delay).await;
        control.graceful_shutdown(None);
        ended = timeout(grace, &mut serving).await.ok();
    }
    end.cancel();
    commits.close();
    if !commits.is_empty() {
        tracing::info!(commits = commits.len(), "finishing commits");
    }
    let finished = timeout(patience, commits.wait()).await.is_ok();
    if ended.is_none() {
        // Whoever waited for a commit hears of it. Connections that still do not end are dropped.
        ended = timeout(LAST_WORDS, &mut serving).await.ok();
        control.shutdown();
    }
    let cut_off = if finished { 0 } else { commits.len() };
    let _ = forgetting.await;
    ops_control.graceful_shutdown(None);
    if let Some(watching) = watching {
        let _ = timeout(LAST_WORDS, watching).await;
    }
    if timeout(grace, db.close()).await.is_err() {
        tracing::warn!("the database still works on a request that was cut off; it will undo it");
    }
    if let Some(ended) = ended {
        ended.context("The server's task ended")?.context("The server's listener failed")?;
    }
    if cut_off > 0 {
        bail!(
            "{cut_off} commits did not finish within {} s and were cut off (--shutdown-timeout). None of them is half \
             done; whoever asks again finds out.",
            patience.as_secs()
        );
    }
    Ok(())
}

/// Done when the process is asked to end (SIGTERM or Ctrl-C).
///
/// SIGHUP does not end it from then on, with certificates to be read again (`net`) or without: a service manager sends it to reload.
/// Where somebody sits at a terminal, closing that still ends the server.
///
/// # Errors
/// When signals cannot be received.
pub fn asked_to_end() -> Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use std::io::IsTerminal as _;
        use tokio::signal::unix::{SignalKind, signal};
        if !std::io::stdin().is_terminal() {
            // Once listened for, a signal never does again what it does by itself.
            drop(signal(SignalKind::hangup())?);
        }
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

//! The private database: a PostgreSQL that runs in the data folder, as a child of the server or of a command.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use lanegate_cluster::{Cluster, Folder, Interrupt, Lock, Log, PORT, PidFile, Settings, admit};
use prometheus_client::metrics::counter::Counter;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::db::{self, DbError, Handover, RoleNames};

/// The name of its database.
const DATABASE: &str = "lanegate";

/// Its superuser, who creates the database and its roles.
const SUPERUSER: &str = "postgres";

/// How often a lock is tried, and how often the log says so.
const TRIED: Duration = Duration::from_millis(200);
const TOLD: Duration = Duration::from_secs(10);

/// How often it is looked whether PostgreSQL still runs, and how soon a start that failed is tried again.
const LOOKED: Duration = Duration::from_millis(500);
const TRIED_AGAIN: Duration = Duration::from_secs(5);

/// Connections beyond the server's pool: commands beside it, and a person with psql.
const SPARE_CONNECTIONS: u32 = 90;

/// A private database that runs.
pub struct Private {
    folder: Folder,
    sockets: PathBuf,
    names: RoleNames,
    /// `None` if a server runs it, and this process only uses it.
    own: Option<Own>,
}

/// A cluster that this process runs. It keeps the locks that say so.
struct Own {
    cluster: Arc<Mutex<Option<Cluster>>>,
    starts: InterruptOnDrop,
}

/// Interrupts starts of PostgreSQL, the first one and later ones, when nobody waits for them any more.
#[derive(Default)]
struct InterruptOnDrop(Interrupt);

impl Drop for InterruptOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Private {
    /// Starts the database for a server, after commands that use it. `None` if the server is asked to end before that.
    ///
    /// # Errors
    /// If another server uses the folder, or PostgreSQL doesn't start.
    pub async fn for_server(
        folder: Folder,
        max_connections: u32,
        asked_to_end: &CancellationToken,
    ) -> Result<Option<Self>> {
        folder.create()?;
        let Some(server) = folder.lock_for_server()? else {
            bail!(
                "Another Lanegate server uses the data folder {}. Stop it, or choose another folder with --data-dir.",
                folder.path().display()
            );
        };
        let starting = async {
            // The lock of serving may be held for a moment, by a command that looks whether a server runs the cluster.
            let cluster = wait_for(&folder, Folder::lock_for_cluster).await?;
            let serving = wait_for(&folder, Folder::lock_for_serving).await?;
            Self::start(folder, max_connections, vec![serving, cluster, server], is_server_line).await
        };
        asked_to_end.run_until_cancelled(starting).await.transpose()
    }

    /// Uses the running server's database, or starts it. A command waits for another command.
    ///
    /// # Errors
    /// If PostgreSQL doesn't start.
    pub async fn for_command(folder: Folder) -> Result<Self> {
        folder.create()?;
        let mut waiting = Waiting::default();
        loop {
            if let Some(lock) = folder.lock_for_cluster()? {
                return Self::start(folder, 1, vec![lock], is_command_line).await;
            }
            if folder.lock_for_serving()?.is_none()
                && let Some(running) = folder.pid_file().filter(|file| file.is_ready)
                && let Some(shared) = Self::join(&folder, &running).await?
            {
                return Ok(shared);
            }
            waiting.tell(&folder);
            tokio::time::sleep(TRIED).await;
        }
    }

    async fn start(
        folder: Folder,
        max_connections: u32,
        locks: Vec<Lock>,
        is_worth_a_line: fn(&str) -> bool,
    ) -> Result<Self> {
        if folder.account().is_switched() && !folder.has_cluster() {
            tracing::info!(
                "this process is root, so PostgreSQL runs as user {} and keeps the data in {}",
                folder.account().name(),
                folder.path().display()
            );
        }
        let names = RoleNames::of(DATABASE)?;
        let mut settings = settings(&names);
        settings.options.push(format!("max_connections={}", max_connections.saturating_add(SPARE_CONNECTIONS)));
        let log: Log = Arc::new(move |line| pass_on(line, is_worth_a_line));
        let starts = InterruptOnDrop::default();
        let starting = {
            let (folder, interrupt) = (folder.clone(), Interrupt::clone(&starts.0));
            spawn_blocking(move || Cluster::start(folder, settings, log, locks, interrupt))
        };
        let cluster = starting.await.context("The start of the private database was cut off")??;
        let sockets = cluster.sockets().to_owned();
        let own = Own { cluster: Arc::new(Mutex::new(Some(cluster))), starts };
        let private = Self { folder, sockets, names, own: Some(own) };
        match db::create(&private.way(SUPERUSER, SUPERUSER), &private.way(SUPERUSER, DATABASE), DATABASE).await {
            Ok(()) => Ok(private),
            Err(error) => {
                // Why it can't be used is what counts.
                let _ = private.close().await;
                Err(error).context("The private database can't be set up")
            }
        }
    }

    /// Uses the database that a server runs. `None` while the server still prepares it.
    async fn join(folder: &Folder, running: &PidFile) -> Result<Option<Self>> {
        let names = RoleNames::of(DATABASE)?;
        admit(folder, &settings(&names), running)?;
        let shared = Self { folder: folder.clone(), sockets: running.sockets.clone(), names, own: None };
        Ok(db::is_prepared(&shared.login()).await.then_some(shared))
    }

    /// Holds the database still while its rows are moved.
    ///
    /// # Errors
    /// If it can't be reached.
    pub async fn begin_handover(&self) -> Result<Handover, DbError> {
        Handover::begin(&self.way(SUPERUSER, DATABASE), DATABASE).await
    }

    /// How the server connects.
    #[must_use]
    pub fn login(&self) -> PgConnectOptions {
        self.way(&self.names.login(), DATABASE)
    }

    /// How the owner of the tables connects.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.way(&self.names.owner(), DATABASE)
    }

    fn way(&self, role: &str, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.sockets)
            .port(PORT)
            .username(role)
            .database(database)
            .ssl_mode(PgSslMode::Disable)
    }

    /// What it is, in words.
    #[must_use]
    pub fn title(&self) -> String {
        format!("private, in {}", self.folder.path().display())
    }

    /// Starts PostgreSQL again whenever it ends, until asked to end. `restarts` counts how often. `None` if another
    /// process looks after it.
    #[must_use]
    pub fn look_after(&self, restarts: Counter, end: CancellationToken) -> Option<JoinHandle<()>> {
        let cluster = Arc::clone(&self.own.as_ref()?.cluster);
        Some(tokio::spawn(async move {
            let mut pause = LOOKED;
            while end.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
                pause = LOOKED;
                let cluster = Arc::clone(&cluster);
                let revived = spawn_blocking(move || match held(&cluster).as_mut() {
                    Some(cluster) => cluster.revive(),
                    None => Ok(false),
                });
                match revived.await {
                    Ok(Ok(true)) => {
                        restarts.inc();
                        tracing::warn!("PostgreSQL had ended and was started again");
                    }
                    Ok(Ok(false)) => {}
                    Ok(Err(error)) => {
                        tracing::error!("PostgreSQL had ended and can't be started again: {error}");
                        pause = TRIED_AGAIN;
                    }
                    Err(error) => tracing::error!("PostgreSQL can't be looked after: {error}"),
                }
            }
        }))
    }

    /// Stops PostgreSQL if this process runs it.
    ///
    /// # Errors
    /// If it doesn't end in good order; committed rows are safe even then.
    pub async fn close(self) -> Result<()> {
        let Some(Own { cluster, starts }) = self.own else { return Ok(()) };
        drop(starts);
        let stopping = spawn_blocking(move || match held(&cluster).take() {
            Some(cluster) => cluster.stop(),
            None => Ok(()),
        });
        stopping.await.context("The end of the private database was cut off")??;
        Ok(())
    }
}

fn settings(names: &RoleNames) -> Settings {
    Settings { roles: vec![SUPERUSER.to_owned(), names.owner(), names.login()], ..Settings::default() }
}

fn held(cluster: &Mutex<Option<Cluster>>) -> std::sync::MutexGuard<'_, Option<Cluster>> {
    cluster.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server's log says when PostgreSQL starts and ends; a command's only what goes wrong.
fn is_server_line(level: &str) -> bool {
    matches!(level, "LOG")
}

fn is_command_line(_: &str) -> bool {
    false
}

/// Passes a line of PostgreSQL's log on. What a statement did wrong is told where it was run.
fn pass_on(line: &str, is_worth_a_line: fn(&str) -> bool) {
    let (level, text) = line.split_once(':').unwrap_or(("", line));
    let text = text.trim();
    match level {
        "PANIC" => tracing::error!("PostgreSQL: {text}"),
        "FATAL" | "WARNING" => tracing::warn!("PostgreSQL: {text}"),
        level if is_worth_a_line(level) => tracing::info!("PostgreSQL: {text}"),
        _ => tracing::debug!("PostgreSQL: {line}"),
    }
}

/// Waits for a lock of the folder, and says so now and then.
async fn wait_for(folder: &Folder, take: fn(&Folder) -> lanegate_cluster::Result<Option<Lock>>) -> Result<Lock> {
    let mut waiting = Waiting::default();
    loop {
        if let Some(lock) = take(folder)? {
            return Ok(lock);
        }
        waiting.tell(folder);
        tokio::time::sleep(TRIED).await;
    }
}

/// Says now and then that the database is waited for.
#[derive(Default)]
struct Waiting {
    told: Option<Instant>,
}

impl Waiting {
    fn tell(&mut self, folder: &Folder) {
        if self.told.is_none_or(|last| last.elapsed() >= TOLD) {
            tracing::info!("the database in {} is in use; waiting for it", folder.path().display());
            self.told = Some(Instant::now());
        }
    }
}

//! The embedded database: PostgreSQL inside this process, kept in the data directory.
//!
//! It takes one connection at a time, so the pool has one. It listens on a Unix socket that only this user can reach,
//! since its TCP port would have no password. Everything that is particular about it is in this file.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use pglite_oxide::PgliteServer;
use prometheus_client::metrics::counter::Counter;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::db::{Db, DbError};
use crate::source::IN_DATA_DIR;

/// The port is part of the socket's name only.
const PORT: u16 = 5432;

/// A socket's path has room for this many bytes on every platform that has sockets.
const LONGEST_SOCKET: usize = 100;

/// How long opening may take; after a crash the write-ahead log is played back first.
const OPENING: Duration = Duration::from_secs(120);

/// How long closing may take. It waits for connections that are still open.
const CLOSING: Duration = Duration::from_secs(20);

/// How often it is looked whether the database still takes connections.
const LOOKED_AFTER: Duration = Duration::from_secs(3);

/// A running embedded database.
pub struct Embedded {
    engine: Engine,
    root: PathBuf,
    sockets: PathBuf,
    /// The sockets' directory is outside the data directory, and goes when the database ends.
    elsewhere: bool,
}

/// The database's thread, which can be started again.
#[derive(Clone)]
struct Engine {
    server: Arc<Mutex<Option<PgliteServer>>>,
    database: PathBuf,
    socket: PathBuf,
}

impl Embedded {
    /// Opens the database in a directory, or makes a new one there.
    ///
    /// # Errors
    /// When the directory cannot be written, another server uses it, or what it holds is damaged.
    pub async fn start(data_dir: &Path) -> Result<Self> {
        let root = private_directory(data_dir)?;
        let (sockets, elsewhere) = socket_directory(&root)?;
        let engine = Engine {
            server: Arc::default(),
            database: root.join(IN_DATA_DIR),
            socket: sockets.join(format!(".s.PGSQL.{PORT}")),
        };
        let starting = engine.clone();
        let started = spawn_blocking(move || starting.start()).await;
        started.context("The embedded database's start was ended")?.map_err(|error| explained(&error, &root))?;
        let embedded = Self { engine, root, sockets, elsewhere };
        match tokio::time::timeout(OPENING, embedded.opened()).await {
            Ok(Ok(())) => Ok(embedded),
            Ok(Err(error)) => Err(explained(&error, &embedded.root)),
            Err(_) => Err(explained(&anyhow!("it does not answer"), &embedded.root)),
        }
    }

    /// The files are read with the first connection only: whether they are sound shows here.
    async fn opened(&self) -> Result<()> {
        let mut connection = self.options().connect().await?;
        sqlx::raw_sql("SELECT 1").execute(&mut connection).await?;
        Ok(connection.close().await?)
    }

    /// How to connect to it. One connection at a time.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.sockets)
            .port(PORT)
            .username("postgres")
            .database("template1")
            .ssl_mode(PgSslMode::Disable)
    }

    /// The directory it is kept in.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Looks after it until it is asked to end: its thread ends when a connection breaks off in a way that it does not
    /// expect, and is started again then. Committed rows are in the write-ahead log. `restarts` counts how often.
    #[must_use]
    pub fn look_after(&self, db: Db, restarts: Counter, end: CancellationToken) -> JoinHandle<()> {
        let engine = self.engine.clone();
        tokio::spawn(async move {
            while end.run_until_cancelled(tokio::time::sleep(LOOKED_AFTER)).await.is_some() {
                if !matches!(db.ping().await, Err(DbError::Unavailable(_))) {
                    continue;
                }
                let engine = engine.clone();
                match spawn_blocking(move || engine.revive()).await {
                    Ok(Ok(true)) => {
                        restarts.inc();
                        tracing::warn!("the embedded database had ended and was started again");
                    }
                    Ok(Ok(false)) => {}
                    Ok(Err(error)) => tracing::error!("the embedded database cannot be started again: {error:#}"),
                    Err(_) => tracing::error!("the embedded database cannot be started again"),
                }
            }
        })
    }

    /// Ends it in good order. Every connection has to be closed before.
    ///
    /// # Errors
    /// When it does not end as it should.
    pub async fn stop(self) -> Result<()> {
        let engine = self.engine;
        let ending = spawn_blocking(move || engine.stop());
        let Ok(ended) = tokio::time::timeout(CLOSING, ending).await else {
            // Left to the end of the process, like a crash: committed rows are in the write-ahead log.
            return Ok(());
        };
        let ended = ended.context("The embedded database's end was ended")?;
        if self.elsewhere {
            // Empty by now; a directory left behind in the system's temporary one does no harm.
            let _ = std::fs::remove_dir_all(&self.sockets);
        }
        ended.context("The embedded database did not end in good order; committed rows are safe")
    }
}

impl Engine {
    fn start(&self) -> Result<()> {
        let server = PgliteServer::builder().path(&self.database).unix(&self.socket).start()?;
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
        Ok(())
    }

    fn stop(&self) -> Result<()> {
        match self.server.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(server) => server.shutdown(),
            None => Ok(()),
        }
    }

    /// Starts it again where it has ended; says whether it had.
    fn revive(&self) -> Result<bool> {
        if UnixStream::connect(&self.socket).is_ok() {
            return Ok(false);
        }
        // Why it ended is told by its end.
        if let Err(error) = self.stop() {
            tracing::warn!("the embedded database ended: {error:#}");
        }
        self.start()?;
        Ok(true)
    }
}

/// Makes the directory, for this user alone.
fn private_directory(path: &Path) -> Result<PathBuf> {
    let made = make_private(path).and_then(|()| path.canonicalize());
    made.with_context(|| {
        format!("The data directory {} cannot be used. Choose another with --data-dir", path.display())
    })
}

fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Where the socket goes: the data directory, unless its path is too long for a socket.
fn socket_directory(root: &Path) -> Result<(PathBuf, bool)> {
    if root.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() < LONGEST_SOCKET {
        return Ok((root.to_owned(), false));
    }
    let directory = std::env::temp_dir().join(format!("lanegate-{}", uuid::Uuid::new_v4().simple()));
    make_private(&directory).with_context(|| format!("The directory {} cannot be made", directory.display()))?;
    Ok((directory, true))
}

fn explained(error: &anyhow::Error, root: &Path) -> anyhow::Error {
    let said = format!("{error:#}");
    let root = root.display();
    if said.contains("already in use") {
        return anyhow!(
            "Another Lanegate server uses the data directory {root}. Stop it, or choose another with --data-dir."
        );
    }
    anyhow!(
        "The embedded database in {root} cannot be opened: {said}. If the directory is damaged, put a copy of it back, \
         or choose another with --data-dir."
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_database_whose_thread_has_ended_is_started_again() {
        let directory = std::env::temp_dir().join(format!("lanegate-test-{}", uuid::Uuid::new_v4().simple()));
        let embedded = Embedded::start(&directory).await.unwrap();
        let sql = "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)";
        let mut connection = embedded.options().connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();

        assert!(!embedded.engine.revive().unwrap(), "it runs");
        // A query before any greeting is something that it gives up on.
        let mut stream = UnixStream::connect(&embedded.engine.socket).unwrap();
        stream.write_all(b"Q\0\0\0\x0dSELECT 1\0").unwrap();
        drop(stream);
        let began = std::time::Instant::now();
        while UnixStream::connect(&embedded.engine.socket).is_ok() {
            assert!(began.elapsed() < Duration::from_secs(20), "it lives on, so it needs no looking after any more");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(embedded.engine.revive().unwrap(), "it had ended");
        let mut connection = embedded.options().connect().await.unwrap();
        let kept: i32 = sqlx::query_scalar("SELECT n FROM kept").fetch_one(&mut connection).await.unwrap();
        assert_eq!(kept, 7);
        connection.close().await.unwrap();
        embedded.stop().await.unwrap();
        std::fs::remove_dir_all(&directory).unwrap();
    }
}

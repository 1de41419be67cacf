//! The embedded database: PostgreSQL inside this process, kept in the data directory.
//!
//! It takes one connection at a time, so the pool has one. It listens on a Unix socket that only this user can reach,
//! since its TCP port would have no password. Everything that is particular about it is in this file.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use pglite_oxide::PgliteServer;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// The port is part of the socket's name only.
const PORT: u16 = 5432;

/// A socket's path has room for this many bytes on every platform that has sockets.
const LONGEST_SOCKET: usize = 100;

/// A running embedded database.
pub struct Embedded {
    server: PgliteServer,
    root: PathBuf,
    sockets: PathBuf,
    /// The sockets' directory is outside the data directory, and goes when the database ends.
    elsewhere: bool,
}

impl Embedded {
    /// Opens the database in a directory, or makes a new one there.
    ///
    /// # Errors
    /// When the directory cannot be written, another server uses it, or what it holds is damaged.
    pub async fn start(data_dir: &Path) -> Result<Self> {
        let root = private_directory(data_dir)?;
        let (sockets, elsewhere) = socket_directory(&root)?;
        let socket = sockets.join(format!(".s.PGSQL.{PORT}"));
        let database = root.join("postgres");
        let opened = tokio::task::spawn_blocking(move || PgliteServer::builder().path(database).unix(socket).start());
        let server =
            opened.await.context("The embedded database's start ended")?.map_err(|error| explained(&error, &root))?;
        Ok(Self { server, root, sockets, elsewhere })
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

    /// Ends it in good order. Every connection has to be closed before.
    ///
    /// # Errors
    /// When it does not end as it should.
    pub async fn stop(self) -> Result<()> {
        let ended = tokio::task::spawn_blocking(move || self.server.shutdown());
        let ended = ended.await.context("The embedded database's end failed")?;
        if self.elsewhere {
            // Empty by now; a directory left behind in the system's temporary one does no harm.
            let _ = std::fs::remove_dir_all(&self.sockets);
        }
        ended.context("The embedded database did not end in good order; committed rows are safe")
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
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Where the socket goes: the data directory, unless its path is too long for a socket.
fn socket_directory(root: &Path) -> Result<(PathBuf, bool)> {
    if root.as_os_str().len() + ".s.PGSQL.".len() + 5 < LONGEST_SOCKET {
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
        return anyhow::anyhow!(
            "Another Lanegate server uses the data directory {root}. Stop it, or choose another with --data-dir."
        );
    }
    anyhow::anyhow!(
        "The embedded database in {root} cannot be opened: {said}. If the directory is damaged, put a copy of it back or choose another with --data-dir."
    )
}

//! Where the data lives: a PostgreSQL that DATABASE_URL names, or the embedded one in the data directory.

mod address;
mod moved;
#[cfg(any(feature = "embedded", test))]
mod owner;

use std::path::Path;

use anyhow::Result;
use sqlx::postgres::PgConnectOptions;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::db::{self, Adoption, Db, Manifest, Rekeyed};
use crate::options::Target;
use crate::watch::Metrics;

pub use address::without_secrets;
pub use moved::{MOVED, moved_away};

#[cfg(feature = "embedded")]
type Embedded = crate::embedded::Embedded;
/// Built without the embedded database, there is never one.
#[cfg(not(feature = "embedded"))]
type Embedded = std::convert::Infallible;

/// The embedded database's own folder in the data directory.
pub const IN_DATA_DIR: &str = "postgres";

/// A database that can be connected to.
pub struct Source {
    login: PgConnectOptions,
    owner: PgConnectOptions,
    embedded: Option<Embedded>,
}

impl Source {
    /// Finds the database, and starts it where it is the embedded one.
    ///
    /// # Errors
    /// When an address cannot be read, or the embedded database cannot be started.
    pub async fn find(target: &Target) -> Result<Self> {
        let Some(url) = target.url()? else { return Self::embedded(target).await };
        let login = read("DATABASE_URL", &url)?;
        let owner = match target.migration_url()? {
            Some(url) => read("MIGRATION_DATABASE_URL", &url)?,
            None => login.clone(),
        };
        Ok(Self { login, owner, embedded: None })
    }

    #[cfg(feature = "embedded")]
    async fn embedded(target: &Target) -> Result<Self> {
        owner::check(&target.data_dir)?;
        let embedded = Embedded::start(&target.data_dir).await?;
        let options = embedded.options();
        Ok(Self { login: options.clone(), owner: options, embedded: Some(embedded) })
    }

    #[cfg(not(feature = "embedded"))]
    #[expect(clippy::unused_async, reason = "with the embedded database it waits")]
    async fn embedded(_: &Target) -> Result<Self> {
        anyhow::bail!(
            "No database: this server was built without its embedded PostgreSQL. Set DATABASE_URL to a PostgreSQL, \
             or build it with the feature `embedded`."
        )
    }

    /// Brings the database to this version.
    ///
    /// # Errors
    /// When it cannot be reached, lacks its roles, or holds foreign tables.
    pub async fn prepare(&self) -> Result<()> {
        db::prepare(&self.owner).await.map_err(|error| self.explained(error, &self.owner))
    }

    /// The last report of making partners' keys again that says anything.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn rekeyed(&self) -> Result<Option<Rekeyed>> {
        db::rekeyed(&self.owner).await.map_err(|error| self.explained(error, &self.owner))
    }

    /// Takes over a database that has the lanes' tables from before Lanegate.
    ///
    /// # Errors
    /// When it cannot be reached, or its tables cannot be taken over; everything is then as it was.
    pub async fn adopt(&self) -> Result<Adoption> {
        db::adopt(&self.owner).await.map_err(|error| self.explained(error, &self.owner))
    }

    /// Writes all rows to a file.
    ///
    /// # Errors
    /// When the database or the file cannot be used.
    pub async fn back_up(&self, to: &Path) -> Result<Manifest> {
        Ok(db::write_archive(&self.owner, to).await?)
    }

    /// Reads all rows from a file.
    ///
    /// # Errors
    /// When the database has rows, or it or the file cannot be used; the database is then as it was.
    pub async fn restore(&self, from: &Path) -> Result<Manifest> {
        Ok(db::read_archive(&self.owner, from).await?)
    }

    /// Connects to the prepared database.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn connect(&self, max_connections: u32) -> Result<Db> {
        // The embedded database takes one connection; a second would wait for the first to end.
        let most = if self.embedded.is_some() { 1 } else { max_connections };
        Db::connect(self.login.clone(), most).await.map_err(|error| self.explained(error, &self.login))
    }

    /// Keeps the embedded database running until asked to end. Another database looks after itself.
    #[must_use]
    pub fn look_after(&self, db: &Db, metrics: &Metrics, end: &CancellationToken) -> Option<JoinHandle<()>> {
        match &self.embedded {
            #[cfg(feature = "embedded")]
            Some(embedded) => Some(embedded.look_after(db.clone(), metrics.embedded_restarts.clone(), end.clone())),
            #[cfg(not(feature = "embedded"))]
            Some(never) => match (*never, db, metrics, end) {},
            None => None,
        }
    }

    /// Whether it is the one in the data directory.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// What the database is, in words, without passwords.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.embedded {
            #[cfg(feature = "embedded")]
            Some(embedded) => format!("embedded in {}", embedded.root().display()),
            #[cfg(not(feature = "embedded"))]
            Some(never) => match *never {},
            None => address::shown(&self.login),
        }
    }

    fn explained(&self, error: db::DbError, options: &PgConnectOptions) -> anyhow::Error {
        match error {
            db::DbError::Unavailable(cause) if self.embedded.is_none() => anyhow::anyhow!(
                "The database at {at} cannot be reached: {cause}. Start it, or correct DATABASE_URL; without \
                 DATABASE_URL the server uses its embedded database.{advice}",
                at = address::shown(options),
                advice = address::advice(&cause, options)
            ),
            // Its message says it all; its causes would say it again.
            other => anyhow::anyhow!("The database ({}) cannot be used: {other}", self.title()),
        }
    }

    /// Ends the embedded database in good order. Every connection has to be closed before.
    ///
    /// # Errors
    /// When it does not end as it should; committed rows are safe even then.
    pub async fn close(self) -> Result<()> {
        match self.embedded {
            #[cfg(feature = "embedded")]
            Some(embedded) => embedded.stop().await,
            #[cfg(not(feature = "embedded"))]
            Some(never) => match never {},
            None => Ok(()),
        }
    }
}

/// What is wrong with an address, if anything.
#[must_use]
pub fn fault(name: &str, url: &str) -> Option<String> {
    address::read(name, url).err().map(|error| format!("{error:#}"))
}

/// What is to be said of the way to an address on which others could read or change what goes over it.
#[must_use]
pub fn remark(name: &str, url: &str) -> Option<String> {
    address::read(name, url).ok().and_then(|options| address::warning(name, &options))
}

/// Reads an address, and warns where the way to it is not a safe one.
fn read(name: &str, url: &str) -> Result<PgConnectOptions> {
    let options = address::read(name, url)?;
    if let Some(warning) = address::warning(name, &options) {
        tracing::warn!("{warning}");
    }
    Ok(options)
}

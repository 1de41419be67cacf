//! Where the data live: a PostgreSQL that DATABASE_URL names, or a private one in the data folder.

mod address;
mod moved;
mod outdated;
mod private;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use lanegate_cluster::{DEFAULT_FOLDER, Folder};
use sqlx::postgres::PgConnectOptions;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::db::{self, Adoption, ArchiveError, Db, DbError, Handover, Manifest, Rekeyed};
use crate::options::Target;
use crate::watch::Metrics;

pub use address::without_secrets;
pub use moved::MOVED;
pub use private::Private;

/// A database that can be connected to.
pub struct Source {
    login: PgConnectOptions,
    /// The same database as its owner, where one is named.
    owner: Option<PgConnectOptions>,
    private: Option<Private>,
}

impl Source {
    /// Finds the database for a server. A private one is started; its folder is this server's until [`Source::close`].
    /// `None` if the server is asked to end while it waits for a command that uses the folder.
    ///
    /// # Errors
    /// If an address can't be read, or the private database can't be started.
    pub async fn for_server(
        target: &Target,
        max_connections: u32,
        asked_to_end: &CancellationToken,
    ) -> Result<Option<Self>> {
        if let Some(named) = Self::named(target)? {
            return Ok(Some(named));
        }
        let private = Private::for_server(data_folder(target)?, max_connections, asked_to_end).await?;
        Ok(private.map(Self::private))
    }

    /// Finds the database for a command. A private one that no server runs is started until [`Source::close`].
    ///
    /// # Errors
    /// If an address can't be read, or the private database can't be started.
    pub async fn for_command(target: &Target) -> Result<Self> {
        match Self::named(target)? {
            Some(named) => Ok(named),
            None => Ok(Self::private(Private::for_command(data_folder(target)?).await?)),
        }
    }

    fn named(target: &Target) -> Result<Option<Self>> {
        let Some(url) = target.url()? else { return Ok(None) };
        let login = read("DATABASE_URL", &url)?;
        if let Some(warning) = target.former_name() {
            tracing::warn!("{warning}");
        }
        let owner = target.owner_url()?.map(|url| read("DATABASE_OWNER_URL", &url)).transpose()?;
        Ok(Some(Self { login, owner, private: None }))
    }

    fn private(private: Private) -> Self {
        Self { login: private.login(), owner: Some(private.owner()), private: Some(private) }
    }

    /// Brings the database to this version, if the owner's rights are at hand; else looks whether it is.
    ///
    /// # Errors
    /// If it can't be reached, lacks its roles, contains foreign tables, or is of another version.
    pub async fn prepare(&self) -> Result<()> {
        let prepared = match &self.owner {
            Some(owner) => db::prepare(owner).await,
            None => db::prepare_or_look(&self.login).await,
        };
        prepared.map_err(|error| self.explained(error, self.owner()))
    }

    /// Looks whether the database is of this version, or, where `any` will do, of any. Changes nothing.
    ///
    /// # Errors
    /// If it can't be reached, or is of another version.
    pub async fn look(&self, any: bool) -> Result<()> {
        db::look(self.owner(), any).await.map_err(|error| self.explained(error, self.owner()))
    }

    /// The owner's way to the database: the login's, where no other one is named.
    fn owner(&self) -> &PgConnectOptions {
        self.owner.as_ref().unwrap_or(&self.login)
    }

    async fn has_owners_rights(&self) -> Result<bool> {
        if self.owner.is_some() {
            return Ok(true);
        }
        db::is_owner(&self.login).await.map_err(|error| self.explained(error, &self.login))
    }

    /// The owner's way to the database, for what the login may not do.
    async fn with_owners_rights(&self) -> Result<&PgConnectOptions> {
        if !self.has_owners_rights().await? {
            bail!("{}", self.owner_needed());
        }
        Ok(self.owner())
    }

    fn owner_needed(&self) -> String {
        format!(
            "This needs the rights of the tables' owner, which the role {} doesn't have. Set DATABASE_OWNER_URL.",
            self.login.get_username()
        )
    }

    /// The last report of making partners' keys again that says anything. Only the owner may read it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn rekeyed(&self) -> Result<Option<Rekeyed>> {
        if !self.has_owners_rights().await? {
            return Ok(None);
        }
        db::rekeyed(self.owner()).await.map_err(|error| self.explained(error, self.owner()))
    }

    /// Takes over a database that has the lanes' tables from before Lanegate.
    ///
    /// # Errors
    /// When it cannot be reached, or its tables cannot be taken over; everything is then as it was.
    pub async fn adopt(&self) -> Result<Adoption> {
        db::adopt(self.owner()).await.map_err(|error| self.explained(error, self.owner()))
    }

    /// Holds a private database still while its rows are moved.
    ///
    /// # Errors
    /// If it isn't private, or can't be reached.
    pub async fn begin_handover(&self) -> Result<Handover> {
        let private = self.private.as_ref().context("Only a private database is moved")?;
        Ok(private.begin_handover().await?)
    }

    /// Writes all rows to a file.
    ///
    /// # Errors
    /// When the database or the file cannot be used.
    pub async fn back_up(&self, to: &Path) -> Result<Manifest> {
        Ok(db::write_archive(self.with_owners_rights().await?, to).await?)
    }

    /// Reads all rows from a file into an empty database, prepared or not. It is then of this version.
    ///
    /// # Errors
    /// When the database has rows, or it or the file cannot be used; the database is then as it was.
    pub async fn restore(&self, from: &Path) -> Result<Manifest> {
        let may = match &self.owner {
            Some(_) => Ok(true),
            None => db::may_prepare(&self.login).await,
        };
        if !may.map_err(|error| self.explained(error, &self.login))? {
            bail!("{}", self.owner_needed());
        }
        db::read_archive(self.owner(), from).await.map_err(|error| match error {
            ArchiveError::Db(error) => self.explained(error, self.owner()),
            other => other.into(),
        })
    }

    /// Connects to the prepared database, and warns if the login has more rights than it needs.
    ///
    /// # Errors
    /// If it can't be reached, or the login lacks rights.
    pub async fn connect(&self, max_connections: u32) -> Result<Db> {
        let connected = async {
            db::check_login(&self.login).await?;
            if db::is_owner(&self.login).await? {
                tracing::warn!(
                    "The database role {} may change Lanegate's tables and its audit log. Use one without these rights: \
                     `lanegate-server roles --print` prints the SQL; DATABASE_OWNER_URL then names the owner.",
                    self.login.get_username()
                );
            }
            Db::connect(self.login.clone(), max_connections).await
        };
        connected.await.map_err(|error| self.explained(error, &self.login))
    }

    /// Keeps a private database running until asked to end. Another database looks after itself.
    #[must_use]
    pub fn look_after(&self, metrics: &Metrics, end: &CancellationToken) -> Option<JoinHandle<()>> {
        self.private.as_ref()?.look_after(metrics.database_restarts.clone(), end.clone())
    }

    /// Whether it is the private one in the data folder.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// What the database is, in words, without passwords.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.private {
            Some(private) => private.title(),
            None => address::shown(&self.login),
        }
    }

    fn explained(&self, error: DbError, options: &PgConnectOptions) -> anyhow::Error {
        match error {
            DbError::Unavailable(cause) if !self.is_private() => anyhow::anyhow!(
                "The database at {at} cannot be reached: {cause}. Start it, or correct DATABASE_URL; without \
                 DATABASE_URL the server uses a private database.{advice}",
                at = address::shown(options),
                advice = address::advice(&cause, options)
            ),
            // Its message says it all; its causes would say it again.
            other => anyhow::anyhow!("The database ({}) cannot be used: {other}", self.title()),
        }
    }

    /// Stops a private database that this process started. Every connection has to be closed before.
    ///
    /// # Errors
    /// If it doesn't end in good order; committed rows are safe even then.
    pub async fn close(self) -> Result<()> {
        match self.private {
            Some(private) => private.close().await,
            None => Ok(()),
        }
    }
}

/// The data folder. One that an earlier version made is refused, also where root keeps a new one elsewhere, and so is one
/// whose rows were moved away.
///
/// # Errors
/// If it is one of these, or can't be used.
pub fn data_folder(target: &Target) -> Result<Folder> {
    if target.data_dir.is_none() {
        outdated::refuse(Path::new(DEFAULT_FOLDER), false)?;
    }
    let folder = target.folder()?;
    outdated::refuse(folder.path(), target.data_dir.is_some())?;
    moved::refuse(folder.path())?;
    Ok(folder)
}

/// What is wrong with a data folder, if anything.
#[must_use]
pub fn folder_fault(target: &Target) -> Option<String> {
    data_folder(target).err().map(|error| format!("{error:#}"))
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

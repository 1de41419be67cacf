//! A place for data that outlive the server's process: a database of the test's own, or the data folder of a private one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::database::{Database, KIND};
use crate::private::{self, Running};
use crate::program::{self, Program, command, output};

/// A place for data, and a token for the servers on it.
pub struct Place {
    data: Data,
    token: OnceLock<String>,
}

enum Data {
    /// On the PostgreSQL that the environment names.
    Named {
        database: Database,
        /// How servers reach it.
        login: Box<PgConnectOptions>,
    },
    /// In a data folder.
    Private {
        folder: PathBuf,
        /// It goes with the place, unless somebody else looks after it.
        _own: Option<tempfile::TempDir>,
    },
}

/// A look behind the server's back.
pub struct Look {
    /// An administrator's connection.
    pub connection: PgConnection,
    /// A private database that runs for the look alone.
    _running: Option<Running>,
}

impl Place {
    /// A fresh one, of the kind that the environment says.
    ///
    /// # Panics
    /// When there is none.
    pub async fn fresh() -> Self {
        match std::env::var(KIND).as_deref() {
            Ok("private") => Self::private(),
            _ => Self::on(Database::fresh().await),
        }
    }

    /// A database.
    #[must_use]
    pub fn on(database: Database) -> Self {
        let login = Box::new(database.login());
        Self { data: Data::Named { database, login }, token: OnceLock::new() }
    }

    /// An empty data folder for a private database, whatever the environment says.
    ///
    /// # Panics
    /// When there can be no temporary folder.
    #[must_use]
    pub fn private() -> Self {
        let folder = tempfile::Builder::new().prefix("lanegate-data-").tempdir().expect("a temporary folder");
        let data = Data::Private { folder: folder.path().to_owned(), _own: Some(folder) };
        Self { data, token: OnceLock::new() }
    }

    /// A private database in a data folder that somebody else looks after.
    #[must_use]
    pub fn private_in(folder: PathBuf) -> Self {
        Self { data: Data::Private { folder, _own: None }, token: OnceLock::new() }
    }

    /// The same database, reached another way.
    ///
    /// # Panics
    /// When it is a private one, which has one way.
    #[must_use]
    pub fn through(self, way: impl FnOnce(PgConnectOptions) -> PgConnectOptions) -> Self {
        let data = match self.data {
            Data::Named { database, login } => Data::Named { database, login: Box::new(way(*login)) },
            Data::Private { .. } => unreachable!("a private database has one way to it"),
        };
        Self { data, token: OnceLock::new() }
    }

    /// The data folder.
    ///
    /// # Panics
    /// When it is a named database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match &self.data {
            Data::Private { folder, .. } => folder,
            Data::Named { .. } => unreachable!("a named database has no folder"),
        }
    }

    /// Whether the database is private.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        matches!(self.data, Data::Private { .. })
    }

    /// Starts a server on it, as a process.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(&self) -> Program {
        self.start_with(&[], &[])
    }

    /// Starts a server on it, as a process, with more arguments and variables.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start_with(&self, arguments: &[&str], variables: &[(&'static str, &str)]) -> Program {
        let token = self.token().to_owned();
        let own = self.variables();
        Program::start(arguments, &[&borrowed(&own)[..], variables].concat()).with_token(&token)
    }

    /// The same with the token of another one, whose accounts it has.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { data: self.data, token: OnceLock::from(token.to_owned()) }
    }

    /// How an administrator reaches it.
    ///
    /// # Panics
    /// When it is a private one.
    #[must_use]
    pub fn administrator(&self) -> String {
        match &self.data {
            Data::Named { database, .. } => database.admin().to_url_lossy().to_string(),
            Data::Private { .. } => unreachable!("a private database has no address"),
        }
    }

    /// A token that may everything, for every server on it. It is made before the first one starts.
    pub fn token(&self) -> &str {
        self.token.get_or_init(|| program::token(&borrowed(&self.variables())))
    }

    /// A command over it.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(arguments, &borrowed(&self.variables()))
    }

    /// What a command over it prints, run to its end.
    #[must_use]
    pub fn output(&self, arguments: &[&str]) -> Output {
        output(arguments, &borrowed(&self.variables()))
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        match &self.data {
            Data::Named { database, login } => vec![
                ("DATABASE_URL", login.to_url_lossy().to_string()),
                ("DATABASE_OWNER_URL", database.owner().to_url_lossy().to_string()),
            ],
            Data::Private { folder, .. } => vec![("LANEGATE_DATA_DIR", folder.to_string_lossy().into_owned())],
        }
    }

    /// Looks behind the server's back. A private database that nobody runs is started for it.
    ///
    /// # Panics
    /// When the database cannot be reached.
    pub async fn look(&self) -> Look {
        match &self.data {
            Data::Named { database, .. } => Look { connection: database.look().await, _running: None },
            Data::Private { folder, .. } => {
                let (connection, running) = private::look(folder).await;
                Look { connection, _running: running }
            }
        }
    }
}

fn borrowed<'a>(variables: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

impl Look {
    /// Ends it.
    ///
    /// # Panics
    /// When the connection does not end in good order.
    pub async fn end(self) {
        self.connection.close().await.expect("the connection ends");
    }
}

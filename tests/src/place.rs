//! A place for data that outlive the server's process: a real database of the test's own, or a data directory.

use std::process::{Command, Output};
use std::sync::OnceLock;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::database::Database;
use crate::program::{self, Program, command, output};

/// A place for data, and a token for the servers on it.
pub struct Place {
    data: Data,
    token: OnceLock<String>,
}

enum Data {
    /// On a real PostgreSQL.
    Postgres {
        database: Database,
        /// How servers reach it.
        login: Box<PgConnectOptions>,
    },
    /// The data directory of the embedded PostgreSQL.
    #[cfg(feature = "embedded")]
    Directory(tempfile::TempDir),
}

/// A look behind the server's back.
pub struct Look {
    /// An administrator's connection.
    pub connection: PgConnection,
    #[cfg(feature = "embedded")]
    embedded: Option<lanegate_server::embedded::Embedded>,
}

impl Place {
    /// A fresh one, on the engine that the environment names.
    ///
    /// # Panics
    /// When there is none.
    pub async fn fresh() -> Self {
        #[cfg(feature = "embedded")]
        if std::env::var("LANEGATE_TEST_DATABASE").as_deref() == Ok("embedded") {
            return Self::embedded();
        }
        Self::on(Database::fresh().await)
    }

    /// A real database.
    #[must_use]
    pub fn on(database: Database) -> Self {
        let login = Box::new(database.login());
        Self { data: Data::Postgres { database, login }, token: OnceLock::new() }
    }

    /// The same database, reached another way.
    ///
    /// # Panics
    /// When it is the embedded one, which only its own server reaches.
    #[must_use]
    pub fn through(self, way: impl FnOnce(PgConnectOptions) -> PgConnectOptions) -> Self {
        let data = match self.data {
            Data::Postgres { database, login } => Data::Postgres { database, login: Box::new(way(*login)) },
            #[cfg(feature = "embedded")]
            Data::Directory(_) => unreachable!("only a real PostgreSQL has several ways to it"),
        };
        Self { data, token: OnceLock::new() }
    }

    /// Whether somebody can look while a server runs.
    #[must_use]
    pub fn is_open_to_others(&self) -> bool {
        matches!(self.data, Data::Postgres { .. })
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

    /// The data directory of an embedded PostgreSQL, whatever the environment names.
    ///
    /// # Panics
    /// When there can be no temporary directory.
    #[cfg(feature = "embedded")]
    #[must_use]
    pub fn embedded() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        Self { data: Data::Directory(directory), token: OnceLock::new() }
    }

    /// The same with the token of another one, whose accounts it has.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { data: self.data, token: OnceLock::from(token.to_owned()) }
    }

    /// How an administrator reaches it.
    ///
    /// # Panics
    /// When it is the embedded one.
    #[must_use]
    pub fn administrator(&self) -> String {
        match &self.data {
            Data::Postgres { database, .. } => database.admin().to_url_lossy().to_string(),
            #[cfg(feature = "embedded")]
            Data::Directory(_) => unreachable!("only a real PostgreSQL has an address"),
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
            Data::Postgres { database, login } => vec![
                ("DATABASE_URL", login.to_url_lossy().to_string()),
                ("MIGRATION_DATABASE_URL", database.admin().to_url_lossy().to_string()),
            ],
            #[cfg(feature = "embedded")]
            Data::Directory(directory) => {
                vec![("LANEGATE_DATA_DIR", directory.path().to_string_lossy().into_owned())]
            }
        }
    }

    /// Looks behind the server's back. The embedded database is opened for it, so no server may run.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn look(&self) -> Look {
        match &self.data {
            Data::Postgres { database, .. } => Look {
                connection: database.look().await,
                #[cfg(feature = "embedded")]
                embedded: None,
            },
            #[cfg(feature = "embedded")]
            Data::Directory(directory) => {
                let opened = lanegate_server::embedded::Embedded::start(directory.path()).await;
                let embedded = opened.expect("the data directory is sound");
                let connection = embedded.options().connect().await.expect("its one connection is free");
                Look { connection, embedded: Some(embedded) }
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
    /// When the database does not end in good order.
    pub async fn end(self) {
        self.connection.close().await.expect("the connection ends");
        #[cfg(feature = "embedded")]
        if let Some(embedded) = self.embedded {
            embedded.stop().await.expect("it ends in good order");
        }
    }
}

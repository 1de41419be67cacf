//! What can go wrong on the way to the database.

use thiserror::Error;

/// Why the database could not be used.
#[derive(Debug, Error)]
pub enum DbError {
    /// It cannot be reached, or has no connection free.
    #[error("The database cannot be reached just now. Nothing was changed by this request; try again in a moment.")]
    Unavailable(#[source] sqlx::Error),
    /// Another transaction of the lane holds its lock for too long, or every connection is in use for too long.
    #[error("The database is busy with another import. Nothing was changed by this request; try again in a moment.")]
    Busy(#[source] sqlx::Error),
    /// The roles are missing, and the connected user may not make them.
    #[error(
        "The database lacks what Lanegate needs: {missing}. An administrator makes it with the SQL that \
         `lanegate-server roles --print` prints."
    )]
    RolesMissing {
        /// What is missing, in words.
        missing: String,
    },
    /// Tables of these names are there, and Lanegate's migrations did not make them.
    #[error(
        "The database already holds {tables}, made by something other than Lanegate's migrations. Nothing was \
         changed. If they are the lanes' tables from before Lanegate, `lanegate-server migrate --adopt` takes them over \
         with all their rows (docs/adopting.md says what it does); else give Lanegate a database without them."
    )]
    ForeignTables {
        /// Their names, joined by commas.
        tables: String,
    },
    /// The tables that are there can't be taken over as they are.
    #[error(
        "The tables that are there can't be taken over as they are. Nothing was changed. Put this right, and run it \
         again:\n  - {}", .differences.join("\n  - ")
    )]
    DoesNotFit {
        /// Every difference, in words.
        differences: Vec<String>,
    },
    /// The connected user may not change what has to be changed.
    #[error(
        "The connected database user may not take the tables over. Nothing was changed. Connect as a superuser, or as \
         the owner of all of this (MIGRATION_DATABASE_URL):\n  - {}", .lacking.join("\n  - ")
    )]
    RightsLacking {
        /// What is lacking, in words.
        lacking: Vec<String>,
    },
    /// Somebody works with the tables that are to be taken over.
    #[error(
        "Somebody works with the tables that are to be taken over. Nothing was changed. Stop the old scripts and \
         whatever else uses them, and run it again."
    )]
    TablesInUse,
    /// The database's name is too long to be part of role names.
    #[error(
        "The database name `{0}` is too long: role names include it, and PostgreSQL cuts names after 63 bytes. Use a \
         name of at most 45 bytes."
    )]
    NameTooLong(String),
    /// A migration failed.
    #[error("The database could not be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed.
    #[error("The database refused a statement: {0}")]
    Statement(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                Self::Unavailable(error)
            }
            E::Database(from) => match from.code().as_deref() {
                // 08: connection; 57P: shutdown or starting up; 53: out of connections, memory or disk.
                Some(code) if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                    Self::Unavailable(error)
                }
                // The lane's lock was not to be had in time.
                Some("55P03") => Self::Busy(error),
                _ => Self::Statement(error),
            },
            _ => Self::Statement(error),
        }
    }
}

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
    /// It gave the transaction up for others' sake (a deadlock, a serialization failure), each time that it was tried.
    #[error(
        "The database had to give way to another change, however often this was tried. Nothing was changed by this \
         request; try again in a moment."
    )]
    GivenUp(#[source] sqlx::Error),
    /// Its disk is full.
    #[error(
        "The database has no room left on its disk. Nothing was changed by this request. Tell whoever looks after the \
         database; once there is room, try again: what was sent before is kept."
    )]
    Full(#[source] sqlx::Error),
    /// A statement took longer than it may, or an administrator ended it.
    #[error(
        "The database did not finish this in the time that a request may take. Nothing was changed by this request; try \
         again, and with a smaller file if it happens again."
    )]
    TimedOut(#[source] sqlx::Error),
    /// The connection was lost after the transaction's end was asked for and before the database confirmed it.
    #[error(
        "The database was lost before it confirmed this. Whether it was done shows when you try again in a moment; \
         the same request never does it twice."
    )]
    Unconfirmed(#[source] sqlx::Error),
    /// The roles are missing, and the connected user may not make them.
    #[error(
        "The database lacks what Lanegate needs: {missing}. An administrator makes it with the SQL that \
         `lanegate-server roles --print` prints."
    )]
    RolesMissing {
        /// What is missing, in words.
        missing: String,
    },
    /// The database has another version, and the login may not change that.
    #[error(
        "The database {}, this server needs version {own}, and its role may not change that. Set DATABASE_OWNER_URL to \
         the address for the owner of the tables, or run `lanegate-server migrate` with it.",
        .there.map_or_else(|| "is not prepared".to_owned(), |there| format!("is at version {there}"))
    )]
    OwnerNeeded {
        /// The last migration that the database has.
        there: Option<i64>,
        /// The last one of this version.
        own: i64,
    },
    /// A command that only reads found a database that it can't read.
    #[error(
        "The database {}, and this command needs version {own}. It only reads, so nothing was changed. Start the server, or \
         run `lanegate-server migrate`, to bring the database to this version.",
        .there.map_or_else(|| "has no tables of Lanegate".to_owned(), |there| format!("is at version {there}"))
    )]
    OtherVersion {
        /// The last migration that the database has.
        there: Option<i64>,
        /// The last one of this version.
        own: i64,
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
         the owner of all of this (DATABASE_OWNER_URL):\n  - {}", .lacking.join("\n  - ")
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
    /// A newer version has made the keys that partners are recognized by.
    #[error(
        "A newer version of Lanegate has made the partners' keys (rules {noted}; this version knows rules {own}). Nothing \
         was changed. Start that version, or a newer one."
    )]
    KeysNewer {
        /// The number of the rules in the database.
        noted: u32,
        /// This version's.
        own: u32,
    },
    /// The database keeps partners' keys by newer rules than this server's: it runs on while it is being replaced.
    #[error(
        "This server is older than the partners' keys in the database, so it can't store partners any more. Nothing was \
         changed by this request. Ask your administrator to start the new version; then check the file again."
    )]
    ServerOutdated(#[source] sqlx::Error),
    /// The role that the server signs in as may not take its area's role.
    #[error(
        "The server may not work in its database any more: the rows were moved to another one, or an administrator took its \
         rights away. Nothing was changed by this request. Tell whoever looks after the server."
    )]
    RightsTaken(#[source] sqlx::Error),
    /// The partners stayed locked for too long to make their keys again.
    #[error(
        "The partners' keys have to be made again for this version, but another program has kept writing partners for too \
         long. Nothing was changed. Let imports finish, end transactions that were left open (`pg_stat_activity` shows \
         them), and run `lanegate-server migrate`."
    )]
    PartnersInUse(#[source] sqlx::Error),
    /// A migration failed.
    #[error("The database could not be brought to this version: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed.
    #[error("The database refused a statement: {0}")]
    Statement(#[source] sqlx::Error),
}

impl DbError {
    /// The cause, where the database or the way to it gave one.
    #[must_use]
    pub fn cause(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Unavailable(cause)
            | Self::Busy(cause)
            | Self::GivenUp(cause)
            | Self::Full(cause)
            | Self::TimedOut(cause)
            | Self::Unconfirmed(cause)
            | Self::ServerOutdated(cause)
            | Self::PartnersInUse(cause)
            | Self::RightsTaken(cause)
            | Self::Statement(cause) => Some(cause),
            Self::RolesMissing { .. }
            | Self::ForeignTables { .. }
            | Self::DoesNotFit { .. }
            | Self::RightsLacking { .. }
            | Self::TablesInUse
            | Self::NameTooLong(_)
            | Self::KeysNewer { .. }
            | Self::OwnerNeeded { .. }
            | Self::OtherVersion { .. }
            | Self::Migrate(_) => None,
        }
    }

    /// What an error at the beginning of a transaction means, where it takes its area's role.
    pub(super) fn at_the_beginning(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        // Insufficient privilege.
        if code.as_deref() == Some("42501") { Self::RightsTaken(error) } else { error.into() }
    }

    /// What an error of the statement that ends a transaction means: without an answer nobody knows whether it was done.
    pub(super) fn at_the_end(error: sqlx::Error) -> Self {
        match Self::from(error) {
            Self::Unavailable(cause) => Self::Unconfirmed(cause),
            other => other,
        }
    }
}

/// The message of migration 13's trigger to a server whose rules for keys are older than the database's.
const EARLIER_KEYS: &str = "Partners' keys are made by the rules of a newer version";

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let (code, message) = match &error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                return Self::Unavailable(error);
            }
            E::Database(refused) => (refused.code().unwrap_or_default(), refused.message()),
            _ => return Self::Statement(error),
        };
        // PostgreSQL's SQLSTATE codes, appendix A of its manual.
        match code.as_ref() {
            // Serialization failure, deadlock.
            "40001" | "40P01" => Self::GivenUp(error),
            "55P03" if message == EARLIER_KEYS => Self::ServerOutdated(error),
            // The lane's lock was not to be had in time.
            "55P03" => Self::Busy(error),
            "57014" => Self::TimedOut(error),
            // The disk is full, or the share of it that a statement may use (`temp_file_limit`).
            "53100" | "53400" => Self::Full(error),
            // 08: connection; 57P: shutdown or starting up; 53: out of connections or memory; 58: the system's own, such as a file
            // that can't be read; 25P03: idle for too long.
            code if ["08", "57P", "53", "58", "25P03"].iter().any(|class| code.starts_with(class)) => {
                Self::Unavailable(error)
            }
            _ => Self::Statement(error),
        }
    }
}

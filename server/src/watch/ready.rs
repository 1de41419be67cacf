//! Whether a server is ready for requests: its database answers in time and has this version's tables, and nobody asked it to end.

use crate::db::{self, DbError};
use crate::http::App;

/// Whether a server is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It is.
    Ready,
    /// It is, and every connection to the database is at work.
    Busy,
    /// It was asked to end.
    Stopping,
    /// Its database does not answer.
    DatabaseUnavailable,
    /// Its database lacks migrations of this version.
    MigrationsMissing,
    /// Its role may not work in the database any more, as after a move.
    RightsMissing,
}

impl Readiness {
    /// Looks.
    pub async fn of(app: &App) -> Self {
        if app.watch.stopping.is_cancelled() {
            return Self::Stopping;
        }
        match app.db.migration().await {
            Ok(Some(last)) if last >= db::newest_migration() => match app.db.may_work().await {
                Ok(true) => Self::Ready,
                Ok(false) => Self::RightsMissing,
                Err(error) => Self::without(&error),
            },
            Ok(_) => Self::MigrationsMissing,
            Err(error) => Self::without(&error),
        }
    }

    /// How it is without an answer of the database.
    const fn without(error: &DbError) -> Self {
        match error {
            DbError::Busy(_) => Self::Busy,
            _ => Self::DatabaseUnavailable,
        }
    }

    /// Whether requests may come.
    #[must_use]
    pub const fn is_ready(self) -> bool {
        matches!(self, Self::Ready | Self::Busy)
    }

    /// Whether the database has been heard of.
    pub(super) const fn has_database(self) -> Option<bool> {
        match self {
            Self::Ready | Self::Busy | Self::MigrationsMissing | Self::RightsMissing => Some(true),
            Self::DatabaseUnavailable => Some(false),
            Self::Stopping => None,
        }
    }

    /// In a word that programs read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Busy => "busy",
            Self::Stopping => "stopping",
            Self::DatabaseUnavailable => "database_unavailable",
            Self::MigrationsMissing => "migrations_missing",
            Self::RightsMissing => "rights_missing",
        }
    }
}

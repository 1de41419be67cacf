//! Why a database could not be written to a file, or read from one.

use thiserror::Error;

use crate::db::DbError;

/// A refusal. The database is as it was, whatever the variant.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The database said no.
    #[error(transparent)]
    Db(DbError),
    /// The file cannot be written or read.
    #[error("The file cannot be used")]
    File(#[from] std::io::Error),
    /// It is no such file, or not whole.
    #[error("This is no whole backup of a Lanegate database: {0}. Take another copy of it.")]
    NotWhole(String),
    /// What was written is not what stands there now.
    #[error("The backup is damaged: the rows of {0} are not those that were written. Take another copy of it.")]
    Damaged(String),
    /// It comes from a newer version.
    #[error(
        "The backup was made by Lanegate {made_by} with tables that this version ({own}) does not know. Read it with that \
         version, or with a newer one."
    )]
    Newer {
        /// The version that wrote it.
        made_by: String,
        /// This version.
        own: &'static str,
    },
    /// It comes from an earlier version, and the database has this version's tables already.
    #[error(
        "The backup was made by an earlier version of Lanegate ({made_by}), and the database has newer tables than the \
         backup. Nothing was changed. Read it into a database in which nothing has been made yet: it gets the backup's \
         tables first, and is brought to this version with its rows."
    )]
    Earlier {
        /// The version that wrote it.
        made_by: String,
    },
    /// There are rows already.
    #[error(
        "The database has rows already, in {0}. A backup is read into an empty database only; nothing was changed."
    )]
    NotEmpty(String),
    /// A table of a schema of ours that this version did not make.
    #[error("The database has a table {0}, which this version does not know. Use the version that made it.")]
    TableUnknown(String),
}

impl From<DbError> for ArchiveError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<sqlx::Error> for ArchiveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<zip::result::ZipError> for ArchiveError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::File(error),
            other => Self::NotWhole(other.to_string()),
        }
    }
}

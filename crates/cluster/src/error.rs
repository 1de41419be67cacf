//! What can go wrong, in words for the person who started the program.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// A cluster that can't be used, and what to do about it.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// No PostgreSQL was found for a new cluster.
    #[error(
        "No PostgreSQL {oldest} or later was found for a new database (searched: {searched}). Install it, for example with \
         `apt-get install postgresql`; or set LANEGATE_POSTGRES_BIN to the folder with its programs; or set DATABASE_URL \
         to a database of your own."
    )]
    NotFound {
        /// The oldest version that works.
        oldest: u32,
        /// The places that were searched, with the reason where one was skipped.
        searched: String,
    },
    /// The cluster was created by a version that isn't here.
    #[error(
        "The database in {folder} was created by PostgreSQL {major}, which was not found (searched: {searched}). Install \
         PostgreSQL {major}, or set LANEGATE_POSTGRES_BIN to the folder with its programs. Nothing was changed."
    )]
    VersionMissing {
        /// The data folder.
        folder: PathBuf,
        /// The cluster's major version.
        major: u32,
        /// The places that were searched.
        searched: String,
    },
    /// `LANEGATE_POSTGRES_BIN` names no usable binaries.
    #[error("LANEGATE_POSTGRES_BIN is {folder}, which can't be used: {reason}")]
    ChosenBinaries {
        /// The folder it names.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The process is root, and no other account was found.
    #[error(
        "PostgreSQL refuses to run as root, and this system has none of the accounts lanegate, postgres, and nobody. Create \
         one (`useradd --system lanegate`), or start this program as an ordinary user."
    )]
    NoAccount,
    /// The user ID has no name, which `initdb` needs.
    #[error(
        "User ID {0} has no name on this system, and PostgreSQL needs one. Add a line for it to /etc/passwd (in a container: \
         a named user in the image), or start this program as another user."
    )]
    Nameless(u32),
    /// The data folder belongs to another account.
    #[error(
        "The data folder {folder} belongs to user {owner}. Run this as {owner} or as root, or choose another folder with \
         --data-dir. Nothing was changed."
    )]
    OtherOwner {
        /// The data folder.
        folder: PathBuf,
        /// The account's name.
        owner: String,
    },
    /// The account can't reach a folder.
    #[error(
        "PostgreSQL runs as user {account} here, who can't enter {closed}, and so can't reach {folder}. Choose another folder \
         with --data-dir, or open that one (`chmod o+x {closed}`)."
    )]
    Closed {
        /// The account's name.
        account: String,
        /// The first folder on the way that is closed.
        closed: PathBuf,
        /// The folder that was asked for.
        folder: PathBuf,
    },
    /// A folder or file can't be used.
    #[error("{path} can't be used: {cause}")]
    Path {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// A path has bytes that are no text.
    #[error("The path {} is not valid UTF-8. Choose another data folder with --data-dir.", .0.display())]
    NotText(PathBuf),
    /// The folder is root's, and has other contents.
    #[error(
        "{0} belongs to root and has other contents, so it isn't given to the account that PostgreSQL runs as. Choose an empty \
         or a new folder with --data-dir. Nothing was changed."
    )]
    Occupied(PathBuf),
    /// A start was cut off, since the program is asked to end.
    #[error("The start of PostgreSQL was interrupted.")]
    Interrupted,
    /// There is no cluster in the data folder.
    #[error("There is no database in {0}. Name its data folder with --data-dir, or set DATABASE_URL.")]
    Missing(PathBuf),
    /// The cluster's folder contains something else.
    #[error(
        "{0} contains no PostgreSQL cluster that is known here. Move it away, or choose another folder with --data-dir."
    )]
    NoCluster(PathBuf),
    /// A program failed.
    #[error("`{program}` failed: {said}")]
    Program {
        /// Its name.
        program: String,
        /// The end of its output, or the system's reason.
        said: String,
    },
    /// PostgreSQL ended, or isn't ready in time.
    #[error("PostgreSQL in {folder} did not start: {said}")]
    NotStarted {
        /// The data folder.
        folder: PathBuf,
        /// The end of its log.
        said: String,
    },
    /// An earlier PostgreSQL of this folder does not end.
    #[error(
        "An earlier PostgreSQL (process {pid}) still runs in {folder} and does not end. Stop it, then start again."
    )]
    Orphan {
        /// Its process ID.
        pid: i32,
        /// The data folder.
        folder: PathBuf,
    },
}

impl ClusterError {
    /// Builds the error of a folder or file.
    pub(crate) fn path(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Path { path, cause }
    }
}

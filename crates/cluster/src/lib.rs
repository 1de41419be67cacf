//! A private PostgreSQL cluster in a data folder: finds the binaries, creates the cluster, starts it as a child process, and
//! stops it. It speaks no SQL.
//!
//! A data folder holds the cluster (`cluster/`), the Unix socket, and the locks. It belongs to the account that PostgreSQL
//! runs as, which is this process's own unless that is root. Every function blocks.

mod account;
mod binaries;
mod child;
mod create;
mod error;
mod folder;
mod lock;
mod pid_file;
mod run;
mod settings;

pub use account::Account;
pub use binaries::Binaries;
pub use child::Log;
pub use error::ClusterError;
pub use folder::{DEFAULT_FOLDER, Folder, PUBLIC_CACHE};
pub use lock::Lock;
pub use pid_file::PidFile;
pub use run::{Cluster, Interrupt, admit};
pub use settings::{PORT, Settings};

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, ClusterError>;

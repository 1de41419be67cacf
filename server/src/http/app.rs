//! What every handler can reach.

use std::sync::Arc;

use tokio_util::task::TaskTracker;

use crate::access::Hasher;
use crate::db::Db;
use crate::http::guard::Addresses;
use crate::watch::Watch;

/// The server's parts, shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Commits that are running. A closed connection does not end them; a shutdown waits for them.
    pub commits: TaskTracker,
    /// Looks at passwords, a few at once.
    pub hasher: Hasher,
    /// The addresses under which this server may be spoken to.
    pub addresses: Arc<Addresses>,
    /// How it is watched.
    pub watch: Watch,
}

impl App {
    /// An app on a database, reachable under some addresses.
    #[must_use]
    pub fn new(db: Db, addresses: Addresses) -> Self {
        let (commits, hasher, watch) = (TaskTracker::new(), Hasher::default(), Watch::default());
        Self { db, commits, hasher, addresses: Arc::new(addresses), watch }
    }

    /// The same, watched so.
    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }
}

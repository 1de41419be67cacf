//! What every handler can reach.

use std::sync::Arc;

use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use crate::access::Hasher;
use crate::db::Db;
use crate::http::guard::Addresses;
use crate::http::memory::Memory;
use crate::http::refusal::Refusal;
use crate::watch::Watch;

/// The server's parts, shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Commits that are running. A closed connection does not end them; a shutdown waits for them.
    pub commits: TaskTracker,
    /// The memory for large bodies.
    pub memory: Memory,
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
        Self { db, commits, memory: Memory::default(), hasher, addresses: Arc::new(addresses), watch }
    }

    /// Carries a commit or its like to its end, in a task of its own: once begun, it is not undone by a closed connection.
    ///
    /// # Errors
    /// `server_busy` once commits are not waited for any more: the pool is about to close, and what began now would be cut off.
    pub async fn carry<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, Refusal> {
        // Counted before it is looked whether it may: who waits for commits either sees it, or was there first.
        let counted = self.commits.token();
        if self.commits.is_closed() {
            return Err(Refusal::ending());
        }
        let carried = self.commits.spawn(work.in_current_span());
        drop(counted);
        carried.await.map_err(|_| Refusal::internal())
    }

    /// The same, watched so.
    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }
}

//! Forgets imports that nobody committed: a comparison leaves nothing behind for long.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::db::Db;
use crate::store;

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Looks every hour, from now on, until the task is aborted.
pub fn start(db: Db) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            ticks.tick().await;
            match store::expire(&db, store::RETENTION).await {
                Ok(0) => {}
                Ok(imports) => tracing::info!(imports, "forgot imports that were not committed within 7 days"),
                // It will be there again; the next hour does it.
                Err(error) => tracing::warn!(%error, "could not look for forgotten imports"),
            }
        }
    })
}

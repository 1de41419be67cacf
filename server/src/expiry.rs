//! Forgets imports that nobody committed, and sessions that have ended: neither leaves anything behind for long.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::db::Db;
use crate::store;

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Looks every hour, from now on, until it is asked to end, and counts the imports that it forgets. It ends between two looks, never in the middle of one.
pub fn start(db: Db, expired: Counter, end: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        while end.run_until_cancelled(ticks.tick()).await.is_some() {
            match store::expire(&db, store::RETENTION).await {
                Ok(0) => {}
                Ok(imports) => {
                    expired.inc_by(imports);
                    tracing::info!(imports, "forgot imports that were not committed within 7 days");
                }
                // It will be there again; the next hour does it.
                Err(error) => tracing::warn!(%error, "could not look for forgotten imports"),
            }
            if let Err(error) = store::access::expire(&db).await {
                tracing::warn!(%error, "could not look for sessions that have ended");
            }
        }
    })
}

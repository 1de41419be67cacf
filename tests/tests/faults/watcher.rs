//! Somebody who looks at the database all the time, from outside, for imports that are half there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lanegate_tests::place::Place;
use sqlx::{PgConnection, Row as _};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::imports::Import;
use crate::outside;

/// Between two looks, so that the others get their share of the processor.
const PAUSE: Duration = Duration::from_millis(2);

/// Imports, and the last audit entry before their first.
#[derive(Default, Clone)]
struct Watched {
    imports: Vec<Arc<Import>>,
    floor: i64,
}

/// The watcher. The embedded database has one connection, which is the server's: there nobody watches, and tests look
/// whenever the server is down.
pub struct Watcher {
    watched: Arc<Mutex<Watched>>,
    end: CancellationToken,
    looking: Option<JoinHandle<u64>>,
}

impl Watcher {
    /// Begins to watch.
    pub async fn start(place: &Place) -> Self {
        let watched: Arc<Mutex<Watched>> = Arc::default();
        let end = CancellationToken::new();
        if !place.is_open_to_others() {
            return Self { watched, end, looking: None };
        }
        let mut look = place.look().await;
        let (now, ended) = (watched.clone(), end.clone());
        let looking = tokio::spawn(async move {
            let mut looks = 0;
            while !ended.is_cancelled() {
                let Watched { imports, floor } = now.lock().unwrap().clone();
                for import in &imports {
                    outside::is_there_whole(&mut look.connection, import, floor).await;
                    looks += 1;
                }
                tokio::time::sleep(PAUSE).await;
            }
            look.end().await;
            looks
        });
        Self { watched, end, looking: Some(looking) }
    }

    /// Turns to these imports, which nobody has begun yet.
    pub async fn watch(&self, place: &Place, imports: &[Arc<Import>]) {
        if self.looking.is_none() {
            return;
        }
        let mut look = place.look().await;
        let floor = last_entry(&mut look.connection).await;
        look.end().await;
        *self.watched.lock().unwrap() = Watched { imports: imports.to_vec(), floor };
    }

    /// Ends it; says how often it looked.
    pub async fn end(&mut self) -> u64 {
        self.end.cancel();
        match self.looking.take() {
            Some(looking) => looking.await.expect("no import was ever half-visible"),
            None => 0,
        }
    }
}

/// The last audit entry.
async fn last_entry(connection: &mut PgConnection) -> i64 {
    let sql = "SELECT coalesce(max(audit_id), 0) FROM shq.audit_log";
    sqlx::raw_sql(sql).fetch_one(connection).await.expect("a look").get(0)
}

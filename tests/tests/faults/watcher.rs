//! Somebody who looks at the database all the time, from outside, for imports that are half there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lanegate_cluster::Folder;
use lanegate_tests::place::Place;
use lanegate_tests::private;
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

/// The watcher.
pub struct Watcher {
    watched: Arc<Mutex<Watched>>,
    end: CancellationToken,
    looking: JoinHandle<u64>,
}

impl Watcher {
    /// Begins to watch.
    pub async fn start(place: Arc<Place>) -> Self {
        let watched: Arc<Mutex<Watched>> = Arc::default();
        let end = CancellationToken::new();
        let (now, ended) = (watched.clone(), end.clone());
        let looking = tokio::spawn(async move {
            let mut looks = 0;
            let mut connection = None;
            while !ended.is_cancelled() {
                let Watched { imports, floor } = now.lock().unwrap().clone();
                if let Some(mut open) = ready(&place, connection.take()).await {
                    // A private database goes away now and then.
                    if let Ok(seen) = all(&mut open, &imports, floor, &place).await {
                        looks += seen;
                        connection = Some(open);
                    }
                }
                tokio::time::sleep(PAUSE).await;
            }
            looks
        });
        Self { watched, end, looking }
    }

    /// Turns to these imports, which nobody has begun yet.
    pub async fn watch(&self, place: &Place, imports: &[Arc<Import>]) {
        let mut look = place.look().await;
        let floor = last_entry(&mut look.connection).await;
        look.end().await;
        *self.watched.lock().unwrap() = Watched { imports: imports.to_vec(), floor };
    }

    /// Ends it; says how often it looked.
    pub async fn end(self) -> u64 {
        self.end.cancel();
        let looks = self.looking.await.expect("no import was ever half-visible");
        assert!(looks > 0, "nobody has looked");
        looks
    }
}

/// The open connection, or a new one, unless nobody runs the database just now.
async fn ready(place: &Place, open: Option<PgConnection>) -> Option<PgConnection> {
    match open {
        Some(open) => Some(open),
        None if place.is_private() => private::join(&Folder::find(Some(place.folder())).unwrap()).await,
        None => Some(place.look().await.connection),
    }
}

/// Looks at every import; says how many there were.
async fn all(
    connection: &mut PgConnection,
    imports: &[Arc<Import>],
    floor: i64,
    place: &Place,
) -> Result<u64, sqlx::Error> {
    for import in imports {
        let looked = outside::looked(connection, import, floor).await;
        assert!(looked.is_ok() || place.is_private() && is_gone(&looked), "{looked:?}");
        looked?;
    }
    Ok(imports.len() as u64)
}

/// Whether the database went away or is starting or ending, rather than having an objection.
fn is_gone<T>(looked: &Result<T, sqlx::Error>) -> bool {
    match looked {
        Err(sqlx::Error::Database(error)) => error.code().is_some_and(|code| ["57", "53"].contains(&&code[..2])),
        Err(sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolClosed) => true,
        _ => false,
    }
}

/// The last audit entry.
async fn last_entry(connection: &mut PgConnection) -> i64 {
    let sql = "SELECT coalesce(max(audit_id), 0) FROM shq.audit_log";
    sqlx::raw_sql(sql).fetch_one(connection).await.expect("a look").get(0)
}

//! Looking at the private database of a data folder, behind the server's back.

#![expect(clippy::panic, reason = "a test without its database has failed")]

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lanegate_cluster::{Cluster, Folder, Interrupt, Lock, PORT, Settings};
use lanegate_server::db::RoleNames;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, PgConnection};

use crate::cluster::binaries;

/// The name of its database.
const DATABASE: &str = "lanegate";

/// How long a server may take to start its database.
const SOON: Duration = Duration::from_secs(60);

/// A private database that runs for a look alone.
pub struct Running {
    _cluster: Cluster,
}

/// How a role connects to the private database whose socket is in a folder.
#[must_use]
pub fn way(sockets: &Path, role: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(sockets)
        .port(PORT)
        .username(role)
        .database(DATABASE)
        .ssl_mode(PgSslMode::Disable)
}

/// The superuser's connection to the database of a data folder. One that nobody runs is started for it.
///
/// # Panics
/// When the database cannot be reached.
pub async fn look(path: &Path) -> (PgConnection, Option<Running>) {
    let folder = Folder::find(Some(path)).unwrap_or_else(|error| panic!("{error}"));
    let began = Instant::now();
    loop {
        if let Some(lock) = folder.lock_for_cluster().expect("the folder can be written") {
            let cluster = start(&folder, lock);
            let connection = way(cluster.sockets(), "postgres").connect().await.expect("it accepts connections");
            return (connection, Some(Running { _cluster: cluster }));
        }
        if let Some(connection) = join(&folder).await {
            return (connection, None);
        }
        assert!(began.elapsed() < SOON, "whoever runs the database in {} does not get it ready", path.display());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The superuser's connection to a database that somebody runs, if it is ready.
pub async fn join(folder: &Folder) -> Option<PgConnection> {
    let running = folder.pid_file().filter(|file| file.is_ready && file.is_alive())?;
    way(&running.sockets, "postgres").connect().await.ok()
}

/// Has a private database that does not run keep no room for its write-ahead log.
///
/// # Panics
/// When there is none.
pub fn keep_no_wal(path: &Path) {
    let conf = path.join("cluster/postgresql.conf");
    let mut conf = std::fs::OpenOptions::new().append(true).open(conf).expect("there is a database");
    writeln!(conf, "wal_recycle = off\nmin_wal_size = 32MB").expect("it can be written");
}

/// Has a private database begin a new file of its write-ahead log, if it runs.
///
/// # Panics
/// When the folder cannot be used.
pub async fn switch_wal(path: &Path) {
    let folder = Folder::find(Some(path)).unwrap_or_else(|error| panic!("{error}"));
    if let Some(mut connection) = join(&folder).await {
        // It may well end over it.
        let _ = sqlx::raw_sql("SELECT pg_switch_wal()").execute(&mut connection).await;
    }
}

fn start(folder: &Folder, lock: Lock) -> Cluster {
    let names = RoleNames::of(DATABASE).expect("a short name");
    let roles = vec!["postgres".to_owned(), names.owner(), names.login()];
    let settings = Settings { roles, binaries: Some(binaries(folder)), ..Settings::default() };
    let started = Cluster::start(folder.clone(), settings, Arc::new(|_| {}), vec![lock], Interrupt::default());
    started.unwrap_or_else(|error| panic!("{error}"))
}

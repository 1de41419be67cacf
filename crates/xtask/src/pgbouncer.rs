//! pgbouncer in transaction mode, in front of the tests' PostgreSQL: it gives every transaction another of a few
//! connections, as the poolers of large installations do. Its settings are its defaults, but for what follows.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use lanegate_cluster::{Account, PORT};
use tempfile::TempDir;

use crate::postgres::{Postgres, SUPERUSER, folder};
use crate::process::Background;
use crate::{steps, system};

/// A running pooler.
pub struct Pooler {
    // Fields are dropped in this order: first the program stops, then its folder goes.
    server: Background,
    _folder: TempDir,
    port: u16,
}

impl Pooler {
    /// Finds pgbouncer (or installs it) and starts it in front of a cluster, under the cluster's account: it refuses to run
    /// as root, and needs no password of the superuser then.
    pub fn start(postgres: &Postgres) -> Result<Pooler> {
        let program = program()?;
        let folder = folder("pgbouncer")?;
        let account = Account::for_folder(folder.path())?;
        let port = free_port()?;
        let (users, log) = (folder.path().join("users"), folder.path().join("log"));
        fs::write(&users, format!("\"{SUPERUSER}\" \"\"\n"))?;
        let settings = folder.path().join("pgbouncer.ini");
        fs::write(&settings, ini(postgres.sockets(), port, &users, &log))?;
        for path in [folder.path(), &users, &settings] {
            account.give(path)?;
        }
        let mut pgbouncer = account.command(&program);
        pgbouncer.arg("--quiet").arg(&settings).stdout(Stdio::null());
        let mut server = Background::start("pooler", &mut pgbouncer)?;
        let ready = server.wait_until(Duration::from_secs(20), || TcpStream::connect(("127.0.0.1", port)).is_ok());
        ready.with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        Ok(Pooler { server, _folder: folder, port })
    }

    /// Where it listens on this machine.
    pub fn port(&self) -> String {
        self.port.to_string()
    }

    /// Waits until it ends, or somebody asks to stop.
    pub fn wait(&mut self) -> Result<()> {
        self.server.wait_until(Duration::MAX, || false)
    }
}

/// A port of the loopback address that is free now.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Few connections a database, so that transactions of several servers take turns on the same one. The passwords of the
/// users that tests make are asked of PostgreSQL.
fn ini(sockets: &Path, port: u16, users: &Path, log: &Path) -> String {
    format!(
        "[databases]\n* = host={} port={PORT}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\nauth_user = {SUPERUSER}\n\
         auth_query = SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1\npool_mode = transaction\n\
         default_pool_size = 3\nmax_client_conn = 1000\nlogfile = {}\n",
        sockets.display(),
        users.display(),
        log.display()
    )
}

/// Where it is; installed where it was not.
pub fn program() -> Result<PathBuf> {
    if let Some(found) = system::find_program("pgbouncer") {
        return Ok(found);
    }
    steps::timed("pgbouncer", || system::install("pgbouncer", &["pgbouncer"]))?;
    system::find_program("pgbouncer").context("pgbouncer was installed, but is not to be found")
}

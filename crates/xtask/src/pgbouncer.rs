//! pgbouncer in transaction mode, in front of the tests' PostgreSQL: it gives every transaction another of a few
//! connections, as the poolers of large installations do. Its settings are its defaults, but for what follows.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::account::{Account, Folder, own};
use crate::postgres::{PASSWORD, Postgres, free_port};
use crate::process::Background;
use crate::{steps, system};

/// A running pooler.
pub struct Pooler {
    // Fields are dropped in this order: first the program stops, then its folder goes.
    _server: Background,
    _folder: Folder,
    port: u16,
}

impl Pooler {
    /// Finds pgbouncer (or installs it) and starts it in front of a cluster.
    pub fn start(postgres: &Postgres) -> Result<Pooler> {
        let program = program()?;
        let account = Account::find()?;
        let folder = Folder::make("pgbouncer", account.as_ref())?;
        let port = free_port()?;
        let (users, log) = (folder.path().join("users"), folder.path().join("log"));
        fs::write(&users, format!("\"postgres\" \"{PASSWORD}\"\n"))?;
        let settings = folder.path().join("pgbouncer.ini");
        fs::write(&settings, ini(postgres.port(), port, &users, &log))?;
        for file in [&users, &settings] {
            Account::give(account.as_ref(), file)?;
        }
        // It refuses to run as root, like PostgreSQL.
        let mut pgbouncer = Command::new(program);
        own(pgbouncer.arg("--quiet").arg(&settings), account.as_ref()).stdout(Stdio::null());
        let mut server = Background::start("pooler", &mut pgbouncer)?;
        let ready = server.wait_until(Duration::from_secs(20), || TcpStream::connect(("127.0.0.1", port)).is_ok());
        ready.with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        Ok(Pooler { _server: server, _folder: folder, port })
    }

    /// Where it listens on this machine.
    pub fn port(&self) -> String {
        self.port.to_string()
    }
}

/// Few connections a database, so that transactions of several servers take turns on the same one. The passwords of the
/// users that tests make are asked of PostgreSQL.
fn ini(postgres: u16, port: u16, users: &Path, log: &Path) -> String {
    format!(
        "[databases]\n* = host=127.0.0.1 port={postgres}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\nauth_user = postgres\n\
         auth_query = SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1\npool_mode = transaction\n\
         default_pool_size = 3\nmax_client_conn = 1000\nlogfile = {}\n",
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

//! A PostgreSQL of a test's own, which it may stop, start and starve: a private cluster, as the product starts it.
//! `LANEGATE_POSTGRES_PROGRAMS` names the folder of its programs; `cargo xtask test` sets it.

#![expect(clippy::panic, reason = "a test without its database has failed")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs};

use lanegate_cluster::{Account, Binaries, Folder, Interrupt, Settings};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tempfile::TempDir;

/// Names the folder with PostgreSQL's programs.
pub const PROGRAMS: &str = "LANEGATE_POSTGRES_PROGRAMS";

/// The superuser's password where it is not the account that proves who it is.
const PASSWORD: &str = "lanegate";

/// A cluster. Dropped, it is stopped and deleted.
pub struct Cluster {
    running: Option<lanegate_cluster::Cluster>,
    folder: Folder,
    settings: Settings,
    port: u16,
    log: Arc<Mutex<String>>,
    _place: TempDir,
}

/// The binaries that tests run on, for a cluster in a data folder.
///
/// # Panics
/// When the environment does not name usable ones.
#[must_use]
pub fn binaries(folder: &Folder) -> Binaries {
    let programs = env::var_os(PROGRAMS).unwrap_or_else(|| {
        panic!("{PROGRAMS} is not set: it names the folder with initdb and postgres. `cargo xtask test` sets it.")
    });
    Binaries::of(Path::new(&programs), folder.account()).unwrap_or_else(|reason| panic!("{PROGRAMS}: {reason}"))
}

impl Cluster {
    /// A new, running cluster that only this machine's socket reaches.
    ///
    /// # Panics
    /// When the environment does not say where PostgreSQL's programs are, or they fail.
    #[must_use]
    pub fn start_new() -> Self {
        let mut cluster = Self::unmade();
        cluster.start();
        cluster
    }

    /// A new, running cluster with a loopback port, for poolers, proxies, and standbys.
    ///
    /// # Panics
    /// As [`Cluster::start_new`].
    #[must_use]
    pub fn with_port() -> Self {
        let mut cluster = Self::unmade();
        cluster.open_port();
        cluster.start();
        cluster
    }

    /// A folder for one.
    fn unmade() -> Self {
        let place = tempfile::Builder::new().prefix("lanegate-cluster-").tempdir().expect("a temporary folder");
        let folder = Folder::find(Some(place.path())).unwrap_or_else(|error| panic!("{error}"));
        folder.create().unwrap_or_else(|error| panic!("{error}"));
        let password = place.path().join("password");
        fs::write(&password, PASSWORD).expect("its folder can be written");
        folder.account().give(&password).expect("it is this test's folder");
        let settings = Settings {
            roles: vec!["postgres".to_owned()],
            options: vec!["max_connections=50".to_owned()],
            initdb: vec!["--pwfile".into(), password.into()],
            hba: "local all,replication postgres peer map=lanegate\nlocal all all scram-sha-256\n".to_owned(),
            binaries: Some(binaries(&folder)),
        };
        let port = lanegate_cluster::PORT;
        Self { running: None, folder, settings, port, log: Arc::default(), _place: place }
    }

    fn open_port(&mut self) {
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        self.port = free.expect("a free port").port();
        self.set("listen_addresses=127.0.0.1");
        self.set(&format!("port={}", self.port));
        self.settings.hba.push_str("host all,replication all 127.0.0.1/32 scram-sha-256\n");
    }

    /// A cluster that begins with a copy of this one's data, not running yet.
    pub(crate) fn copy(&self) -> Self {
        let mut other = Self::unmade();
        if self.has_port() {
            other.open_port();
        }
        let mut copy = other.program("pg_basebackup");
        copy.arg("--host").arg(self.sockets()).args(["--username=postgres", "--port"]).arg(self.port.to_string());
        run(copy.args(["--write-recovery-conf", "--checkpoint=fast", "--pgdata"]).arg(other.folder.cluster()));
        other
    }

    /// Starts it with a setting (`name=value`) from the next start on.
    pub fn set(&mut self, setting: &str) {
        self.settings.options.push(setting.to_owned());
    }

    /// Starts it, and waits until it takes connections.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&mut self) {
        let log = Arc::clone(&self.log);
        let log = Arc::new(move |line: &str| {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.push_str(line);
            log.push('\n');
        });
        let started = {
            let (folder, settings) = (self.folder.clone(), self.settings.clone());
            lanegate_cluster::Cluster::start(folder, settings, log, Vec::new(), Interrupt::default())
        };
        self.running = Some(started.unwrap_or_else(|error| panic!("{error}\n{}", self.log())));
    }

    /// Stops it as a power cut would.
    ///
    /// # Panics
    /// When it does not run.
    pub fn stop_at_once(&mut self) {
        self.running.take().expect("it runs").stop_at_once();
    }

    /// The superuser's address of its first database: by its port, if it has one.
    #[must_use]
    pub fn url(&self) -> String {
        let way = if self.has_port() {
            PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(self.port).password(PASSWORD)
        } else {
            self.by_socket()
        };
        way.username("postgres").database("postgres").ssl_mode(PgSslMode::Prefer).to_url_lossy().to_string()
    }

    fn by_socket(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.sockets())
            .port(self.port)
            .username("postgres")
            .database("postgres")
            .ssl_mode(PgSslMode::Disable)
    }

    fn sockets(&self) -> &Path {
        self.running.as_ref().map_or(self.folder.path(), lanegate_cluster::Cluster::sockets)
    }

    fn has_port(&self) -> bool {
        self.port != lanegate_cluster::PORT
    }

    /// Where it listens on this machine, if it does.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A path in its folder, which goes with it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The account that it runs as.
    #[must_use]
    pub fn account(&self) -> &Account {
        self.folder.account()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.cluster()
    }

    pub(crate) fn program(&self, name: &str) -> Command {
        let binaries = self.settings.binaries.as_ref().expect("they were named");
        self.account().command(&binaries.program(name))
    }

    /// Its process ID.
    pub(crate) fn pid(&self) -> i32 {
        self.running.as_ref().expect("it runs").pid()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // At once: nothing in it is wanted any more.
            running.stop_at_once();
        }
    }
}

pub(crate) fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

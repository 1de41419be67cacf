//! A PostgreSQL of a test's own, which it may stop, start and starve. `LANEGATE_POSTGRES_PROGRAMS` names the folder of
//! its programs; `cargo xtask test` sets it.

#![expect(clippy::panic, reason = "a test without its database has failed")]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use uuid::Uuid;

const PROGRAMS: &str = "LANEGATE_POSTGRES_PROGRAMS";
const PASSWORD: &str = "lanegate";

/// A cluster. Dropped, it is stopped and deleted.
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    account: Option<Account>,
    port: u16,
    pub(crate) server: Option<Child>,
}

/// Whom PostgreSQL runs as where this process is root, which PostgreSQL refuses to be.
#[derive(Clone, Copy)]
pub struct Account {
    /// The user's number.
    pub user: u32,
    /// The group's number.
    pub group: u32,
}

impl Cluster {
    /// A new, running cluster.
    ///
    /// # Panics
    /// When the environment does not say where PostgreSQL's programs are, or they fail.
    #[must_use]
    pub fn start_new() -> Self {
        let mut cluster = Self::unmade();
        let password = cluster.folder.join("password");
        fs::write(&password, PASSWORD).expect("its folder can be written");
        cluster.give(&password);
        let mut initdb = cluster.program("initdb");
        initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--pgdata"]);
        initdb.arg(cluster.data()).arg("--pwfile").arg(&password);
        run(&mut initdb);
        cluster.start();
        cluster
    }

    /// A folder and a port for one.
    pub(crate) fn unmade() -> Self {
        let programs = std::env::var_os(PROGRAMS).unwrap_or_else(|| {
            panic!("{PROGRAMS} is not set: it names the folder with initdb and postgres. `cargo xtask test` sets it.")
        });
        let folder = std::env::temp_dir().join(format!("lanegate-cluster-{}", Uuid::new_v4().simple()));
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let cluster = Self { folder, programs: programs.into(), account: account(), port, server: None };
        cluster.make_folder(&cluster.folder);
        cluster
    }

    /// Starts it, and waits until it takes connections.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&mut self) {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folder.join("log")).expect("a log");
        let mut postgres = self.program("postgres");
        postgres.arg("-D").arg(self.data()).args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=50"]);
        postgres.arg("-c").arg(format!("port={}", self.port));
        postgres.arg("-c").arg(format!("unix_socket_directories={}", self.folder.display()));
        postgres.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        self.server = Some(postgres.spawn().expect("PostgreSQL starts"));
        let mut asked = self.program("pg_isready");
        asked.args(["--quiet", "--host=127.0.0.1"]).arg(format!("--port={}", self.port)).stdout(Stdio::null());
        let began = Instant::now();
        while !asked.status().is_ok_and(|status| status.success()) {
            assert!(began.elapsed() < Duration::from_secs(60), "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops it as a power cut would, with `pg_ctl stop -m immediate`.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop_at_once(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-m", "immediate", "-D"]).arg(self.data());
        // Reaped beside it: an ended child that nobody has asked after still counts as running.
        let mut server = self.server.take().expect("it runs");
        let stopping = stop.stdout(Stdio::null()).spawn();
        server.wait().expect("it is this test's child");
        let stopped = stopping.and_then(|mut stopping| stopping.wait());
        assert!(stopped.expect("pg_ctl starts").success(), "{}", self.log());
    }

    /// The superuser's address of its first database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres:{PASSWORD}@127.0.0.1:{}/postgres", self.port)
    }

    /// Where it listens on this machine.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// A path in its folder, which goes with it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whom it runs as, where that is not this process's own user.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.account
    }

    /// Makes a folder that only it can read.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn make_folder(&self, path: &Path) {
        fs::create_dir(path).expect("a temporary folder can be made");
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("it is this test's folder");
        self.give(path);
    }

    fn give(&self, path: &Path) {
        if let Some(Account { user, group }) = self.account {
            chown(path, Some(user), Some(group)).expect("root may give a folder away");
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        // PostgreSQL's programs look at the folder they start in, which may be closed to that user.
        command.current_dir("/");
        if let Some(Account { user, group }) = self.account {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // At once: nothing in it is wanted any more.
            let process = rustix::process::Pid::from_child(&server);
            let _ = rustix::process::kill_process(process, rustix::process::Signal::QUIT);
            let _ = server.wait();
        }
        // A folder left behind does not make the test wrong.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn account() -> Option<Account> {
    if number("id", &["-u"]) != 0 {
        return None;
    }
    Some(Account { user: number("id", &["-u", "postgres"]), group: number("id", &["-g", "postgres"]) })
}

fn number(program: &str, arguments: &[&str]) -> u32 {
    let output = Command::new(program).args(arguments).output().expect("`id` is everywhere");
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().unwrap_or_else(|_| panic!("PostgreSQL does not run as root, and there is no user `postgres`"))
}

pub(crate) fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

//! What stands between clients and servers (haproxy), and between servers and the database (pgbouncer), as `docs/operations.md` sets
//! them up.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lanegate_cluster::Account;

/// A program that is killed when it goes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The path of a program that `cargo xtask failover` names.
fn program(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set. `cargo xtask failover` sets it."))
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

fn wait_for(port: u16, what: &str) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what} does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What clients hear from the load balancer itself is a problem like every other refusal. Where no server was asked, nothing was
/// changed; where one was, and died or did not answer in time, nobody here knows.
const PROBLEMS: [(u16, &str); 3] = [
    (
        502,
        r#"{"type":"about:blank","title":"The answer was lost on its way.","status":502,"code":"database_unconfirmed","detail":"Whether it was done shows when you try again; the same request never does it twice."}"#,
    ),
    (
        503,
        r#"{"type":"about:blank","title":"No server is ready just now.","status":503,"code":"server_busy","detail":"Nothing was changed. Try again in a moment; the call is safe to repeat."}"#,
    ),
    (
        504,
        r#"{"type":"about:blank","title":"The answer was lost on its way.","status":504,"code":"database_unconfirmed","detail":"Whether it was done shows when you try again; the same request never does it twice."}"#,
    ),
];

/// The load balancer.
pub struct Balancer {
    _running: Running,
    _folder: tempfile::TempDir,
}

impl Balancer {
    /// One that listens on a port and sends to servers that say they are ready.
    pub fn start(port: u16, servers: &[u16]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("haproxy.cfg");
        let errors: String = PROBLEMS
            .iter()
            .map(|(status, problem)| {
                format!("  http-error status {status} content-type application/problem+json string '{problem}'\n")
            })
            .collect();
        let servers: String = servers
            .iter()
            .map(|port| format!("  server s{port} 127.0.0.1:{port} check inter 500ms fall 2 rise 1\n"))
            .collect();
        let text = format!(
            "global\n  maxconn 2000\ndefaults\n  mode http\n  timeout connect 2s\n  timeout client 60s\n  timeout server 900s\n  \
             option redispatch\n  retries 2\n{errors}frontend people\n  bind 127.0.0.1:{port}\n  default_backend lanegate\n\
             backend lanegate\n  balance roundrobin\n  option httpchk\n  \
             http-check send meth GET uri /health/ready hdr Host 127.0.0.1:{port}\n{servers}"
        );
        fs::write(&file, text).unwrap();
        let mut haproxy = Command::new(program("LANEGATE_HAPROXY"));
        haproxy.arg("-db").arg("-f").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let running = Running(haproxy.spawn().unwrap());
        wait_for(port, "haproxy");
        Self { _running: running, _folder: folder }
    }
}

/// The pooler.
pub struct Pooler {
    running: Running,
    folder: tempfile::TempDir,
    account: Account,
    /// Where it listens.
    pub port: u16,
}

impl Pooler {
    /// One in front of a cluster's port.
    pub fn start(account: &Account, cluster: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let users = folder.path().join("users");
        fs::write(&users, "\"postgres\" \"lanegate\"\n").unwrap();
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, ini(folder.path(), port, cluster)).unwrap();
        for path in [folder.path(), &users, &file] {
            account.give(path).unwrap();
        }
        // It refuses to run as root.
        let mut pgbouncer = account.command(Path::new(&program("LANEGATE_PGBOUNCER")));
        pgbouncer.arg("--quiet").arg(&file);
        pgbouncer.stdout(Stdio::null()).stderr(Stdio::null());
        let running = Running(pgbouncer.spawn().unwrap());
        wait_for(port, "pgbouncer");
        Self { running, folder, account: account.clone(), port }
    }

    /// Points it at another cluster.
    pub fn point_at(&self, cluster: u16) {
        let file = self.folder.path().join("pgbouncer.ini");
        fs::write(&file, ini(self.folder.path(), self.port, cluster)).unwrap();
        self.account.give(&file).unwrap();
        let process = rustix::process::Pid::from_child(&self.running.0);
        rustix::process::kill_process(process, rustix::process::Signal::HUP).unwrap();
    }
}

/// Transactions take turns on a few connections; migrations, which hold a lock for as long as they are connected, get one of
/// their own by another name of the database.
fn ini(folder: &Path, port: u16, cluster: u16) -> String {
    let folder = folder.display();
    format!(
        "[databases]\nlanegate = host=127.0.0.1 port={cluster}\n\
         lanegate_direct = host=127.0.0.1 port={cluster} dbname=lanegate pool_mode=session\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\n\
         auth_file = {folder}/users\nauth_user = postgres\n\
         auth_query = SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1\npool_mode = transaction\n\
         default_pool_size = 8\nmax_client_conn = 1000\nignore_startup_parameters = extra_float_digits\n\
         server_login_retry = 1\nserver_connect_timeout = 2\nlogfile = {folder}/log\n"
    )
}

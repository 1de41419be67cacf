//! A real PostgreSQL for the tests: a cluster of its own in a temporary folder, on a free loopback port, with the default
//! durability. It is stopped and deleted when the value goes, also after a failure and after Ctrl-C.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::account::{Account, Folder, own};
use crate::pgbouncer::Pooler;
use crate::process::{self, Background};
use crate::{steps, system};

/// Guards nothing: the cluster holds test data, listens on loopback only, and lives for minutes.
pub const PASSWORD: &str = "lanegate";
/// What the project supports.
const OLDEST: u32 = 15;

/// A running cluster.
pub struct Postgres {
    // Fields are dropped in this order: first the server stops, then its folder goes.
    server: Background,
    folder: Folder,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Finds PostgreSQL (or installs it), makes a cluster and starts it.
    pub fn start() -> Result<Postgres> {
        let programs = programs()?;
        let account = Account::find()?;
        let folder = Folder::make("postgres", account.as_ref())?;
        let data = folder.path().join("data");
        let password = folder.path().join("password");
        fs::write(&password, PASSWORD)?;
        // ICU's order differs from byte order, so a query that forgets `COLLATE "C"` is found out.
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--locale-provider=icu", "--icu-locale=en-US", "--pgdata"]).arg(&data);
        let mut pwfile = std::ffi::OsString::from("--pwfile=");
        pwfile.push(&password);
        own(&mut initdb, account.as_ref()).arg(pwfile);
        Account::give(account.as_ref(), &password)?;
        process::output(&mut initdb)?;

        let port = free_port()?;
        let log = File::create(folder.path().join("log"))?;
        let mut postgres = Command::new(programs.join("postgres"));
        postgres.arg("-D").arg(&data).args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
        postgres.arg("-c").arg(format!("port={port}"));
        // The socket's path must be short, and the folder is private.
        postgres.arg("-c").arg(format!("unix_socket_directories={}", folder.path().display()));
        postgres.stdout(log.try_clone()?).stderr(log);
        let server = Background::start("test database", own(&mut postgres, account.as_ref()))?;
        let mut started = Postgres { server, folder, programs, port };
        let ready = started.wait_until_ready();
        ready.with_context(|| fs::read_to_string(started.log()).unwrap_or_default())?;
        Ok(started)
    }

    /// The superuser's URL of a database in this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// Where it listens on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it logs.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The folder of its programs, for tests that start a cluster of their own.
    pub fn programs(&self) -> &Path {
        &self.programs
    }

    /// Creates a database.
    pub fn create(&self, database: &str) -> Result<()> {
        let mut createdb = Command::new(self.programs.join("createdb"));
        createdb.args(["--host=127.0.0.1", "--username=postgres", database]).arg(format!("--port={}", self.port));
        process::output(createdb.env("PGPASSWORD", PASSWORD)).map(drop)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let mut asked = Command::new(self.programs.join("pg_isready"));
        asked.args(["--quiet", "--host=127.0.0.1"]).arg(format!("--port={}", self.port));
        asked.stdout(Stdio::null());
        self.server.wait_until(Duration::from_secs(60), || asked.status().is_ok_and(|status| status.success()))
    }
}

/// `cargo xtask postgres`: a cluster, with a pooler in front, until Ctrl-C.
pub fn lend() -> Result<()> {
    let mut postgres = Postgres::start()?;
    let pooler = Pooler::start(&postgres)?;
    println!("export LANEGATE_TEST_DATABASE_URL={}", postgres.url("postgres"));
    println!("export LANEGATE_TEST_POOLER={}", pooler.port());
    println!("export LANEGATE_POSTGRES_PROGRAMS={}", postgres.programs().display());
    let ended = postgres.server.wait_until(Duration::MAX, || false);
    if process::interrupted() { Ok(()) } else { ended }
}

/// A port of the loopback address that is free now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The folder with `initdb` and `postgres`: where `pg_config` says, else Debian's newest, else what gets installed.
pub fn programs() -> Result<PathBuf> {
    let found = match look() {
        Some(found) => found,
        None => {
            steps::timed("PostgreSQL", || system::install("PostgreSQL", &["postgresql"]))?;
            look().context("PostgreSQL was installed, but its `initdb` is not to be found")?
        }
    };
    let version = process::output(Command::new(found.join("postgres")).arg("--version"))?;
    let major = major(&version).with_context(|| format!("PostgreSQL's version cannot be told from `{version}`"))?;
    ensure!(major >= OLDEST, "PostgreSQL {OLDEST} or later is needed; {} is {}", found.display(), version.trim());
    steps::say(version.trim());
    Ok(found)
}

fn look() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| ["initdb", "postgres", "createdb"].iter().all(|name| folder.join(name).is_file());
    let asked = process::output(Command::new("pg_config").arg("--bindir")).ok();
    if let Some(folder) = asked.map(|folder| PathBuf::from(folder.trim())).filter(complete) {
        return Some(folder);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let numbered = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())));
    numbered
        .map(|(version, path)| (version, path.join("bin")))
        .filter(|(_, bin)| complete(bin))
        .max()
        .map(|(_, bin)| bin)
}

fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    number.split(|end: char| !end.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_as_every_packager_writes_them() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 17beta2\n"), Some(17));
        assert_eq!(major("no number"), None);
    }
}

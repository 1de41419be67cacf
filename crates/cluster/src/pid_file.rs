//! `postmaster.pid`: what a running PostgreSQL says of itself. This crate only reads it; PostgreSQL alone removes it.

use std::fs;
use std::path::{Path, PathBuf};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The contents of `postmaster.pid`, as far as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PidFile {
    /// The process ID.
    pub pid: i32,
    /// The folder of its Unix socket.
    pub sockets: PathBuf,
    /// Whether it accepts connections, even if only to read.
    pub is_ready: bool,
    cluster: PathBuf,
}

impl PidFile {
    pub(crate) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(cluster.join("postmaster.pid")).ok()?, cluster)
    }

    /// Lines: process ID, data folder, start time, port, socket folder, address, shared memory, status.
    fn parse(text: &str, cluster: &Path) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
        Some(Self {
            pid: line(1).trim().parse().ok().filter(|pid| *pid > 0)?,
            sockets: PathBuf::from(line(5)),
            is_ready: ["ready", "standby"].contains(&line(8).trim()),
            cluster: cluster.to_owned(),
        })
    }

    /// Whether the process is alive and really the PostgreSQL of this cluster: process IDs are used again.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        kill(Pid::from_raw(self.pid), None).is_ok() && works_in(self.pid, &self.cluster)
    }

    /// Sends it a signal. That it has ended is no error.
    pub(crate) fn signal(&self, signal: Signal) {
        let _ = kill(Pid::from_raw(self.pid), signal);
    }
}

/// PostgreSQL's working folder is its cluster. Where that is not shown, as to root in many containers, its command line
/// names the cluster.
#[cfg(target_os = "linux")]
fn works_in(pid: i32, cluster: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt as _;
    match (fs::read_link(format!("/proc/{pid}/cwd")), cluster.canonicalize()) {
        (Ok(its), Ok(own)) => its == own,
        (Err(_), _) => {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.split(|byte| *byte == 0).any(|word| word == cluster.as_os_str().as_bytes())
        }
        _ => false,
    }
}

/// Without `/proc`, its command line names the cluster.
#[cfg(not(target_os = "linux"))]
fn works_in(pid: i32, cluster: &Path) -> bool {
    let asked = std::process::Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
    asked.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains(&*cluster.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_far_as_it_is_written() {
        let cluster = Path::new("/srv/a b/cluster");
        let whole = "4711\n/srv/a b/cluster\n1700000000\n5432\n/srv/a b\n\n  1234 5\nready   \n";
        let read = PidFile::parse(whole, cluster).unwrap();
        assert_eq!((read.pid, read.sockets.as_path()), (4711, Path::new("/srv/a b")));
        assert!(read.is_ready);
        let begun = PidFile::parse("4711\n/srv/a b/cluster\n17", cluster).unwrap();
        assert!(!begun.is_ready && begun.sockets == Path::new(""));
        for bad in ["", "x\n", "-5\n", "0\n"] {
            assert_eq!(PidFile::parse(bad, cluster), None, "{bad:?}");
        }
    }

    #[test]
    fn a_process_that_works_elsewhere_is_not_taken_for_the_cluster() {
        let folder = tempfile::tempdir().unwrap();
        let own = PidFile::parse(&format!("{}\n", std::process::id()), folder.path()).unwrap();
        assert!(!own.is_alive());
    }
}

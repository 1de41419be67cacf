//! PostgreSQL as a child process, in a process group of its own: Ctrl-C at the terminal does not reach it.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Receives every line that PostgreSQL logs.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// The last lines of a log that are kept for an error.
const KEPT: usize = 12;

/// How often a process is looked at.
pub(crate) const LOOK: Duration = Duration::from_millis(20);

/// A running PostgreSQL.
pub(crate) struct Running {
    child: Child,
    last: Arc<Mutex<VecDeque<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(command: &mut Command, log: Log) -> std::io::Result<Self> {
        let mut child = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let last = Arc::default();
        let reader = child.stderr.take().map(|output| read(output, Arc::clone(&last), log));
        Ok(Self { child, last, reader })
    }

    pub(crate) fn pid(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap_or_default()
    }

    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    pub(crate) fn signal(&mut self, signal: Signal) {
        // A process that has been waited for has given its ID back.
        if self.ended().is_none() {
            let _ = kill(Pid::from_raw(self.pid()), signal);
        }
    }

    pub(crate) fn wait(&mut self, patience: Duration) -> bool {
        let began = Instant::now();
        while self.ended().is_none() {
            if began.elapsed() >= patience {
                return false;
            }
            sleep(LOOK);
        }
        true
    }

    /// The end of its log, once it has ended.
    pub(crate) fn last_words(&mut self) -> String {
        let began = Instant::now();
        // Processes of its own that still run keep the log open.
        while self.reader.as_ref().is_some_and(|reader| !reader.is_finished()) && began.elapsed() < LOOK * 10 {
            sleep(LOOK);
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

fn read(output: impl Read + Send + 'static, last: Arc<Mutex<VecDeque<String>>>, log: Log) -> JoinHandle<()> {
    spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.len() == KEPT {
                last.pop_front();
            }
            last.push_back(line.clone().into_owned());
            drop(last);
            log(&line);
        }
    })
}

/// The last lines of a program's output.
pub(crate) fn tail(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(KEPT)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_has_the_last_lines() {
        let said: String = (1..=20).map(|number| format!("{number}\n\n")).collect();
        assert_eq!(tail(&said).lines().next(), Some("9"));
        assert_eq!(tail("one"), "one");
        assert_eq!(tail(""), "");
    }
}

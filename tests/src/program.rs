//! The server as the program that people start, for what only a process shows: signals, messages, `kill -9`.

use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::Deref;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::api::Api;
use crate::cluster::PROGRAMS;

const BINARY: &str = "LANEGATE_SERVER_BIN";
const READY: &str = "Lanegate is ready: ";
const LINK: &str = "Sign in as administrator";
const METRICS: &str = "Metrics are at ";

/// A running `lanegate-server`. Dropped, it is killed.
pub struct Program {
    child: Child,
    api: Api,
    link: Option<String>,
    watched: Option<String>,
    messages: Option<JoinHandle<String>>,
}

/// A command of `lanegate-server`, with nothing of the person's own environment.
///
/// # Panics
/// When the environment does not say where the program is.
#[must_use]
#[expect(clippy::panic, reason = "a test without its program has failed")]
pub fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let binary = std::env::var_os(BINARY).unwrap_or_else(|| {
        panic!("{BINARY} is not set: it names the built lanegate-server. `cargo xtask test` builds it and sets this.")
    });
    let mut command = Command::new(binary);
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("LANEGATE_")
            || text.contains("DATABASE_URL")
            || text.starts_with("PG")
            || text == "RUST_LOG"
        {
            command.env_remove(&name);
        }
    }
    // A private database is of the version that the run is about.
    if let Some(programs) = std::env::var_os(PROGRAMS) {
        command.env("LANEGATE_POSTGRES_BIN", programs);
    }
    command.envs(variables.iter().copied());
    command
}

/// Runs a command to its end.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn output(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    command(arguments, variables).output().expect("the program starts")
}

/// A token that may everything in a database, made with the program's own commands.
///
/// # Panics
/// When it says no.
#[must_use]
pub fn token(variables: &[(&str, &str)]) -> String {
    token_by(|arguments| command(arguments, variables))
}

/// The same, by commands that somebody else makes of their arguments.
///
/// # Panics
/// When one says no.
#[must_use]
pub fn token_by(command: impl Fn(&[&str]) -> Command) -> String {
    let add =
        ["account", "add", "tester", "--lanes", "sales,partners", "--rights", "compare,commit,kill_switch,administer"];
    for (arguments, may_fail) in [(&add[..], true), (&["account", "token", "tester"][..], false)] {
        let output = command(arguments).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        // It is there from a server before.
        assert!(output.status.success() || may_fail && said.contains("There is an account of this name"), "{said}");
        if !may_fail {
            return String::from_utf8_lossy(&output.stdout).trim().to_owned();
        }
    }
    unreachable!("the second command gives it")
}

/// Sends a signal to a child.
///
/// # Panics
/// When it is gone.
pub fn signal(child: &Child, signal: Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).expect("it is this test's child");
}

impl Program {
    /// The same, with a token in every call to it.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.api = Api::at(self.api.base.clone()).with_token(token.to_owned());
        self
    }

    /// Starts the server, on a free port unless told otherwise, and waits until it says that it is ready.
    ///
    /// # Panics
    /// When it ends before that; the message is what it wrote.
    #[must_use]
    pub fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(arguments, variables);
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        Self::start_by(command)
    }

    /// Starts the server by a command, and waits until it says that it is ready.
    ///
    /// # Panics
    /// When it ends before that; the message is what it wrote.
    #[expect(clippy::panic, reason = "a test without its server has failed")]
    #[must_use]
    pub fn start_by(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A full pipe would hold the server up.
        let mut errors = child.stderr.take().expect("its messages are a pipe");
        let messages = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = errors.read_to_string(&mut text);
            text
        });
        let mut lines = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
        let (mut link, mut watched) = (None, None);
        let said = lines.find_map(|line| {
            let line = line.ok()?;
            link = link.take().or_else(|| {
                line.strip_prefix(LINK).and_then(|rest| rest.split_once(": ")).map(|(_, link)| link.to_owned())
            });
            watched = watched.take().or_else(|| Some(line.strip_prefix(METRICS)?.strip_suffix("/metrics")?.to_owned()));
            line.strip_prefix(READY).map(str::to_owned)
        });
        let Some(base) = said else {
            let _ = child.wait();
            panic!("the server did not start: {}", messages.join().unwrap_or_default());
        };
        Self { child, api: Api::at(base), link, watched, messages: Some(messages) }
    }

    /// Asks it to end, as a service manager does.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask_to_end(&self) {
        signal(&self.child, Signal::TERM);
    }

    /// Asks it to read again what it can read again, as `systemctl reload` does.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn reload(&self) {
        signal(&self.child, Signal::HUP);
    }

    /// Asks it to end, as a service manager does, and waits.
    ///
    /// # Panics
    /// When it does not end within half a minute.
    #[must_use]
    pub fn end(self) -> ExitStatus {
        self.ask_to_end();
        self.wait()
    }

    /// Waits until it has ended.
    ///
    /// # Panics
    /// When it does not end within half a minute.
    #[must_use]
    pub fn wait(mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it is this test's child") {
                if !status.success() {
                    // Shown with the test's failure.
                    println!("{}", self.messages.take().and_then(|messages| messages.join().ok()).unwrap_or_default());
                }
                return status;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The link that it printed before it was ready, if it did.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Where it tells metrics, if it does: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn watched(&self) -> Option<&str> {
        self.watched.as_deref()
    }

    /// Its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it ever held, in MB, as Linux tells it.
    ///
    /// # Panics
    /// When Linux does not.
    #[must_use]
    pub fn most_memory(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("the process runs, on Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number");
        kilobytes / 1024
    }

    /// Asks it to end and waits; what it wrote to its log.
    ///
    /// # Panics
    /// When it cannot be asked.
    #[must_use]
    pub fn ended(mut self) -> String {
        self.ask_to_end();
        self.messages.take().and_then(|messages| messages.join().ok()).unwrap_or_default()
    }

    /// Kills it, as a power cut would, and waits until it is gone.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(mut self) {
        self.child.kill().expect("it is this test's child");
        self.child.wait().expect("it is this test's child");
    }
}

impl Deref for Program {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.api
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already, most often.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Starting other programs, and stopping them: every program runs in a process group of its own, so that Ctrl-C comes
//! here first and is passed on, and whatever was started (a database, a server) is stopped in order.

use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// The process group that is being waited for.
static FOREGROUND: Mutex<Option<u32>> = Mutex::new(None);

/// Makes Ctrl-C (and a plain `kill`) end what runs now; a second one ends it at once.
pub fn listen_for_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        let again = INTERRUPTED.swap(true, Ordering::SeqCst);
        if let Some(group) = *foreground() {
            signal_group(group, if again { Signal::KILL } else { Signal::INT });
        }
    })
    .context("Ctrl-C cannot be listened for")
}

/// Whether somebody asked to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Fails if somebody asked to stop.
pub fn go_on() -> Result<()> {
    if interrupted() { bail!("interrupted") } else { Ok(()) }
}

/// Runs a program with its output on the terminal; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = wait(command, |_| Ok(()))?;
    check(command, status)
}

/// Runs a program with its output on the terminal and hands every line of its standard output to `line` as well.
pub fn run_reading(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    command.stdout(Stdio::piped());
    wait(command, |child| {
        let output = child.stdout.take().context("its output cannot be read")?;
        for text in BufReader::new(output).lines() {
            line(&text?);
        }
        Ok(())
    })
}

/// Runs a program quietly and returns its standard output; on failure the error holds what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    output_of(command, "")
}

/// The same, for a program that is given a short text.
pub fn output_of(command: &mut Command, input: &str) -> Result<String> {
    go_on()?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("{} does not start", shown(command)))?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that does not read it closes the pipe.
        _ = pipe.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", shown(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The error for an exit code other than 0.
pub fn check(command: &Command, status: ExitStatus) -> Result<()> {
    go_on()?;
    if status.success() { Ok(()) } else { bail!("{} failed ({status})", shown(command)) }
}

/// A program that runs beside the others; it is stopped when this value goes.
pub struct Background {
    child: Child,
    name: &'static str,
}

impl Background {
    /// Starts it. `name` is for messages.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Background> {
        go_on()?;
        let child = command.stdin(Stdio::null()).process_group(0).spawn();
        Ok(Background { child: child.with_context(|| format!("{} does not start", shown(command)))?, name })
    }

    /// Its standard output, if that was asked for and not taken yet.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Fails if it has ended by itself.
    fn still_runs(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("the {} ended by itself ({status})", self.name),
            None => Ok(()),
        }
    }

    /// Asks `ready` until it says yes, for as long as the program runs and `patience` lasts.
    pub fn wait_until(&mut self, patience: Duration, mut ready: impl FnMut() -> bool) -> Result<()> {
        let start = Instant::now();
        while !ready() {
            go_on()?;
            self.still_runs()?;
            if start.elapsed() > patience {
                bail!("the {} was not ready within {} s", self.name, patience.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let group = self.child.id();
        signal_group(group, Signal::INT);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(15) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        eprintln!("The {} does not stop when asked; it is ended.", self.name);
        signal_group(group, Signal::KILL);
        _ = self.child.wait();
    }
}

/// A program and its arguments as one would type them.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn wait(command: &mut Command, during: impl FnOnce(&mut Child) -> Result<()>) -> Result<ExitStatus> {
    go_on()?;
    let child = command.stdin(Stdio::null()).process_group(0).spawn();
    let mut child = child.with_context(|| format!("{} does not start", shown(command)))?;
    *foreground() = Some(child.id());
    // An interrupt that came just before the line above found nobody to pass it on to.
    if interrupted() {
        signal_group(child.id(), Signal::INT);
    }
    let read = during(&mut child);
    let status = child.wait();
    *foreground() = None;
    read?;
    Ok(status?)
}

fn foreground() -> std::sync::MutexGuard<'static, Option<u32>> {
    FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signal_group(group: u32, signal: Signal) {
    if let Some(group) = i32::try_from(group).ok().and_then(Pid::from_raw) {
        // A group that has already gone is what was wanted.
        _ = kill_process_group(group, signal);
    }
}

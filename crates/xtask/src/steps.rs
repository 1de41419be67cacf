//! The steps of a command: each has a name, says what it does, and is timed. A step that fails is remembered and the
//! steps that do not need it go on; at the end one table shows them all.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::{failures, process};

/// Prints a line about what is being done.
pub fn say(text: &str) {
    println!("   {text}");
}

/// What the tests of a step came to.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub ignored: u32,
}

impl Counts {
    /// With so many of those that passed noted as not run: libtest has no word for a test that finds it cannot run.
    pub fn less(self, not_run: u32) -> Counts {
        let not_run = not_run.min(self.passed);
        Counts { passed: self.passed - not_run, ignored: self.ignored + not_run, ..self }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 { write!(f, ", {} skipped", self.ignored) } else { Ok(()) }
    }
}

struct Done {
    name: &'static str,
    time: Duration,
    counts: Option<Counts>,
    failed: bool,
}

/// The steps of one command so far.
pub struct Steps {
    start: Instant,
    done: Vec<Done>,
    not_run: Vec<&'static str>,
}

impl Steps {
    pub fn new() -> Steps {
        Steps { start: Instant::now(), done: Vec::new(), not_run: Vec::new() }
    }

    /// Runs a step that is no test. `None`: it failed, and the end will say so.
    pub fn step<T>(&mut self, name: &'static str, what: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        self.timed(name, what, || work().map(|made| (made, None)))
    }

    /// Runs a step that runs tests. A step that ran none has failed; one that breaks off counts as one more failed test.
    pub fn tests(&mut self, name: &'static str, what: &str, work: impl FnOnce(&mut Counts) -> Result<()>) {
        self.timed(name, what, || {
            let mut counts = Counts::default();
            let mut ended = work(&mut counts);
            if ended.is_ok() && counts.passed + counts.failed == 0 {
                ended = Err(anyhow!("no test ran"));
            }
            if let Err(error) = ended {
                println!("   {error:#}");
                failures::note(format!("{name}: {error:#}"));
                counts.failed += 1;
            }
            Ok(((), Some(counts)))
        });
    }

    /// Notes a step that could not run because one it needs has failed.
    pub fn cannot(&mut self, name: &'static str) {
        self.not_run.push(name);
    }

    fn timed<T>(
        &mut self,
        name: &'static str,
        what: &str,
        work: impl FnOnce() -> Result<(T, Option<Counts>)>,
    ) -> Option<T> {
        if process::interrupted() {
            self.cannot(name);
            return None;
        }
        println!("\n── {name}: {what}");
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        let (counts, error, made) = match result {
            Ok((made, counts)) => (counts, None, Some(made)),
            Err(error) => (None, Some(error), None),
        };
        let failed = error.is_some() || counts.is_some_and(|counts| counts.failed > 0);
        match (&error, counts) {
            (Some(error), _) => {
                println!("   {name} FAILED after {}: {error:#}", Shown(time));
                failures::note(format!("{name}: {error:#}"));
            }
            (None, Some(counts)) => println!("   {name}: {counts} in {}", Shown(time)),
            (None, None) => println!("   {name} took {}", Shown(time)),
        }
        self.done.push(Done { name, time, counts, failed });
        made
    }

    /// Prints what failed tests said, the table and the closing line; an error if any step failed or could not run.
    pub fn close(self) -> Result<()> {
        failures::print();
        println!("\n── summary");
        let mut total = Counts::default();
        for step in &self.done {
            let verdict = if step.failed { "FAILED" } else { "ok" };
            let counts = step.counts.map(|counts| counts.to_string()).unwrap_or_default();
            println!("   {:<10} {:<7} {:>9}   {counts}", step.name, verdict, Shown(step.time).to_string());
            total += step.counts.unwrap_or_default();
            // A step without tests of its own counts as one failure when it fails.
            total.failed += u32::from(step.failed && step.counts.is_none());
        }
        for name in &self.not_run {
            println!("   {name:<10} not run, because what it needs failed");
        }
        for what in NOT_RUN.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            println!("   NOT RUN on this machine: {what}");
        }
        println!("   {:<10} {:<7} {:>9}\n", "all", "", Shown(self.start.elapsed()).to_string());
        println!("{total}");
        process::go_on()?;
        let failed: Vec<_> = self.done.iter().filter(|step| step.failed).map(|step| step.name).collect();
        let all: Vec<_> = failed.into_iter().chain(self.not_run).collect();
        if all.is_empty() { Ok(()) } else { bail!("{}", all.join(", ")) }
    }
}

/// Reads the closing line of libtest (and of wasm-bindgen's runner, which prints the same).
pub fn libtest_counts(line: &str) -> Option<Counts> {
    let (_, rest) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in rest.split(';') {
        let (number, word) = part.trim().split_once(' ')?;
        let Ok(number) = number.parse() else { continue };
        match word {
            "passed" => counts.passed = number,
            "failed" => counts.failed = number,
            "ignored" => counts.ignored = number,
            _ => {}
        }
    }
    Some(counts)
}

/// What tests said that they could not try here, for the end of all.
static NOT_RUN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Notes a test's word that it could not try something here (`not run: what: why`); says whether the line is one.
pub fn notes_not_run(line: &str) -> bool {
    let Some(what) = line.strip_prefix("not run: ") else { return false };
    NOT_RUN.lock().unwrap_or_else(PoisonError::into_inner).push(what.to_owned());
    true
}

/// A time as a person reads it.
struct Shown(Duration);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f32();
        if seconds < 60.0 {
            write!(f, "{seconds:.1} s")
        } else {
            write!(f, "{} min {:02} s", self.0.as_secs() / 60, self.0.as_secs() % 60)
        }
    }
}

/// Runs one piece of getting ready, timed, outside a list of steps.
pub fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(&format!("{what} …"));
    measured(work).with_context(|| what.to_owned())
}

/// Runs something and says how long it took.
pub fn measured<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let made = work()?;
    say(&format!("… took {}", Shown(start.elapsed())));
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_closing_line_of_libtest() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.02s";
        assert_eq!(libtest_counts(line), Some(Counts { passed: 12, failed: 3, ignored: 1 }));
        assert_eq!(libtest_counts("running 3 tests"), None);
    }

    #[test]
    fn what_could_not_be_tried_is_not_counted_as_passed() {
        assert!(notes_not_run("not run: a full disk: no file system can be mounted here: refused"));
        assert!(!notes_not_run("test not_run ... ok"));
        let counts = Counts { passed: 3, failed: 0, ignored: 0 }.less(1);
        assert_eq!(counts, Counts { passed: 2, failed: 0, ignored: 1 });
    }

    #[test]
    fn a_failed_step_fails_the_end_and_the_others_go_on() {
        let mut steps = Steps::new();
        assert!(steps.step("first", "fails", || -> Result<()> { bail!("as it must") }).is_none());
        assert!(steps.step("second", "goes on", || Ok(())).is_some());
        let error = steps.close().expect_err("one step failed").to_string();
        assert_eq!(error, "first");
    }

    #[test]
    fn a_test_step_without_a_test_fails() {
        let mut steps = Steps::new();
        steps.tests("empty", "runs nothing", |_| Ok(()));
        assert!(steps.close().is_err());
    }
}

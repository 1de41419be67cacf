//! What failed tests said, kept for the end: a complete run prints thousands of lines after a test that failed early, and
//! whoever reads its last ones is to see what broke.

use std::sync::{Mutex, PoisonError};

/// Lines kept of one test program, or of one run of the browser tests, beside the names of what failed.
const MOST: usize = 40;

/// Reads along with a test program and keeps what it says of its failures.
#[derive(Default)]
pub struct Failures {
    reading: bool,
    kept: Vec<String>,
    more: usize,
}

impl Failures {
    /// Takes the next line of the program's output.
    pub fn line(&mut self, line: &str) {
        if begins(line) {
            self.reading = true;
        } else if ends(line) {
            self.reading = false;
        }
        if !self.reading || line.trim().is_empty() {
            return;
        }
        if begins(line) || self.kept.len() < MOST {
            self.kept.push(line.to_owned());
        } else {
            self.more += 1;
        }
    }
}

impl Drop for Failures {
    fn drop(&mut self) {
        if self.more > 0 {
            self.kept.push(format!("… and {} lines more, where it ran", self.more));
        }
        all().append(&mut self.kept);
    }
}

/// Keeps what is said of a failure outside any test: a program that ended, a step that broke off.
pub fn note(text: String) {
    all().push(text);
}

/// Prints what was kept in this run of the command, if anything was.
pub fn print() {
    let said = all();
    if !said.is_empty() {
        println!("\n── what failed");
        said.iter().for_each(|line| println!("   {line}"));
    }
}

static ALL: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn all() -> std::sync::MutexGuard<'static, Vec<String>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A heading of libtest (`---- name stdout ----` before each) or of Schemathesis, or Playwright's number before each:
/// `  1) specs/start.spec.ts:5:1 › the page starts ──`.
fn begins(line: &str) -> bool {
    line == "failures:"
        || line.starts_with("---- ") && line.ends_with(" ----")
        || line.starts_with("===") && (line.contains(" FAILURES ") || line.contains(" ERRORS "))
        || line
            .trim_start()
            .split_once(") ")
            .is_some_and(|(number, rest)| number.parse::<u32>().is_ok() && rest.contains(" › "))
}

/// The closing line of libtest, the next heading of Schemathesis, or the line in which Playwright counts: `  1 failed`.
fn ends(line: &str) -> bool {
    line.starts_with("test result: ")
        || line.starts_with("===")
        || line.trim().split_once(' ').is_some_and(|(number, word)| number.parse::<u32>().is_ok() && word == "failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(output: &str) -> Vec<String> {
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.line(line));
        let more = failures.more;
        let mut kept = std::mem::take(&mut failures.kept);
        kept.extend((more > 0).then(|| format!("{more} more")));
        failures.more = 0;
        kept
    }

    #[test]
    fn what_a_failed_rust_test_said_is_kept() {
        let output = "running 2 tests\ntest good ... ok\ntest bad ... FAILED\n\nfailures:\n\n---- bad stdout ----\nleft: 1\n\n\
                      test result: FAILED. 1 passed; 1 failed; 0 ignored\nlater";
        assert_eq!(kept(output), ["failures:", "---- bad stdout ----", "left: 1"]);
    }

    #[test]
    fn what_a_failed_browser_test_said_is_kept() {
        let output = "  ✘  3 specs/size.spec.ts:40:1 › small (1.3s)\n  ✓  4 specs/start.spec.ts:5:1 › starts (1 ms)\n\n\n  \
                      1) specs/size.spec.ts:40:1 › small ───\n\n    Error: too large\n\n  1 failed\n    specs/size.spec.ts\n  \
                      3 passed (1m)";
        assert_eq!(kept(output), ["  1) specs/size.spec.ts:40:1 › small ───", "    Error: too large"]);
    }

    #[test]
    fn nothing_is_kept_where_nothing_failed_and_only_so_much_where_much_did() {
        assert!(kept("running 1 test\ntest good ... ok\ntest result: ok. 1 passed; 0 failed").is_empty());
        let long = format!("failures:\n{}", "a line\n".repeat(100));
        assert_eq!(kept(&long).len(), MOST + 1);
        let two = kept(&format!("{long}---- the second stdout ----\n{}", "a line\n".repeat(100)));
        assert_eq!(two[MOST..], ["---- the second stdout ----", "161 more"]);
    }
}

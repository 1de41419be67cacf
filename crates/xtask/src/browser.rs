//! What browser tests need (Node, Chromium, the packages of tests/browser) and running them with Playwright.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::failures::Failures;
use crate::server::{self, Server};
use crate::steps::{self, Counts};
use crate::{native, node, npm, place, process, system};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Everything that browser tests need, ready to run.
pub struct Browser {
    node: PathBuf,
    chromium: PathBuf,
}

impl Browser {
    /// Finds Chromium and the packages, or gets them.
    pub fn get() -> Result<Browser> {
        let node = node::folder()?.join("node");
        let look = || BROWSERS.iter().find_map(|name| system::find(name));
        let chromium = match look() {
            Some(found) => found,
            None => {
                steps::timed("Chromium", || system::install("Chromium", &["chromium", "fonts-liberation"]))?;
                look().context("Chromium was installed, but is not on the PATH")?
            }
        };
        packages()?;
        Ok(Browser { node, chromium })
    }

    /// The folder that holds Playwright.
    pub fn packages(&self) -> PathBuf {
        folder()
    }

    /// The program.
    pub fn chromium(&self) -> &Path {
        &self.chromium
    }

    /// Runs the tests against a server.
    pub fn test(
        &self,
        server: &Server,
        variables: &[(&str, String)],
        arguments: &[String],
        counts: &mut Counts,
    ) -> Result<()> {
        let mut playwright = Command::new(&self.node);
        playwright.arg("node_modules/@playwright/test/cli.js").arg("test").args(arguments).current_dir(folder());
        native::forget_settings(&mut playwright)
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .env("LANEGATE_URL", server.url())
            .env("LANEGATE_ACCOUNT", server::NAME)
            .env("LANEGATE_PASSWORD", server::PASSWORD)
            .env("LANEGATE_CHROMIUM", &self.chromium)
            .env("LANEGATE_SERVER_BIN", native::binary("lanegate-server"));
        // `docs`: the pictures in docs/ are taken anew.
        if let Some(folder) = std::env::var_os("LANEGATE_PICTURES") {
            playwright.env("LANEGATE_PICTURES", folder);
        }
        let before = counts.failed;
        let mut failures = Failures::default();
        let status = process::run_reading(&mut playwright, |line| {
            println!("{line}");
            failures.line(line);
            *counts += playwright_counts(line).unwrap_or_default();
        })?;
        if counts.failed == before { process::check(&playwright, status) } else { Ok(()) }
    }
}

fn folder() -> PathBuf {
    place::root().join("tests/browser")
}

/// Installs the packages of tests/browser as its lock file has them, unless that was done already.
fn packages() -> Result<()> {
    let lock = fs::read_to_string(folder().join("package-lock.json"))?;
    let stamp = folder().join("node_modules/.lanegate-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    npm::need_npm()?;
    steps::timed("the packages of the browser tests (npm ci)", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::output(&mut npm)?;
        Ok(fs::write(stamp, lock)?)
    })
}

/// Reads one of Playwright's closing lines: `  3 passed (2.1s)`, `  1 failed`, `  2 skipped`. A flaky test has passed only
/// on a second try, a test that did not run has not passed: both count as failed.
fn playwright_counts(line: &str) -> Option<Counts> {
    let (number, word) = line.trim().split_once(' ')?;
    let number = number.parse().ok()?;
    let word = word.split_once(" (").map_or(word, |(word, _)| word);
    match word {
        "passed" => Some(Counts { passed: number, ..Counts::default() }),
        "failed" | "flaky" | "did not run" | "interrupted" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" => Some(Counts { ignored: number, ..Counts::default() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_closing_lines_of_playwright() {
        assert_eq!(playwright_counts("  3 passed (2.1s)"), Some(Counts { passed: 3, ..Counts::default() }));
        assert_eq!(playwright_counts("  2 did not run"), Some(Counts { failed: 2, ..Counts::default() }));
        assert_eq!(playwright_counts("  1 skipped"), Some(Counts { ignored: 1, ..Counts::default() }));
        assert_eq!(playwright_counts("Running 3 tests using 1 worker"), None);
    }
}

//! Node, for the browser tests and the runner of the WebAssembly tests: the machine's, if it is new enough, or one that is
//! kept with the other tools.

use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{place, process, steps, system};

/// The oldest Node that Playwright and the runner of the WebAssembly tests work with.
const OLDEST: u32 = 20;

/// The Node that is fetched where the machine's is older, as Debian 12's is.
const KEPT: &str = "22.23.3";

/// The folder that holds a `node` which is new enough; it gets one first if there is none.
pub fn folder() -> Result<PathBuf> {
    if let Some(found) = system::find("node")
        && major(&found)? >= OLDEST
        && let Some(folder) = found.parent()
    {
        return Ok(folder.to_owned());
    }
    let folder = place::cache()?.join("tools").join(format!("node-{KEPT}"));
    let package = package()?;
    let programs = folder.join("node_modules").join(&package).join("bin");
    let program = programs.join("node");
    if !program.is_file() {
        need_npm()?;
        steps::timed(&format!("Node {KEPT} (from npm)"), || {
            fs::create_dir_all(&folder)?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
            process::output(npm.arg(format!("{package}@{KEPT}"))).map(drop)
        })?;
    }
    ensure!(major(&program)? >= OLDEST, "{} is too old", program.display());
    Ok(programs)
}

/// Sees to it that npm is there: it gets Node, and the packages of the browser tests.
pub fn need_npm() -> Result<()> {
    if system::find("npm").is_none() {
        steps::timed("npm", || system::install("npm", &["npm"]))?;
    }
    Ok(())
}

fn package() -> Result<String> {
    let processor = match consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => "",
    };
    if consts::OS != "linux" || processor.is_empty() {
        bail!("Node {OLDEST} or later is missing. Install it from https://nodejs.org, then run this again.");
    }
    Ok(format!("node-linux-{processor}"))
}

fn major(node: &Path) -> Result<u32> {
    let said = process::output(Command::new(node).arg("--version"))?;
    major_of(&said).with_context(|| format!("Node's version cannot be told from `{}`", said.trim()))
}

fn major_of(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_major_version() {
        assert_eq!(major_of("v20.20.2\n"), Some(20));
        assert_eq!(major_of("version 20"), None);
    }
}

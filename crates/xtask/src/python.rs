//! Python's packages, each with the other tools in an environment of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{place, process, steps, system};

/// The environment that holds a package in a version, made first if it is not kept yet.
pub fn environment(package: &str, version: &str) -> Result<PathBuf> {
    let folder = place::cache()?.join("tools").join(format!("{package}-{version}"));
    // Written last, so that an installation that was broken off is made again.
    let done = folder.join("installed");
    if !done.is_file() {
        if !has_venv() {
            steps::timed("Python", || system::install("Python with venv", &["python3", "python3-venv"]))?;
        }
        steps::timed(&format!("{package} {version} (from PyPI)"), || {
            process::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
            let mut pip = Command::new(folder.join("bin/python"));
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
            process::output(pip.arg(format!("{package}=={version}")))
        })?;
        fs::write(&done, version)?;
    }
    Ok(folder)
}

/// Debian keeps what `venv` needs in a package of its own.
fn has_venv() -> bool {
    system::find("python3").is_some()
        && process::output(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok()
}

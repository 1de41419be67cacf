//! What the machine has, and getting what it lacks: programs on the PATH, and Debian's packages where `apt-get` and root
//! are at hand. Where they are not, the error names the command that would get it.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::{process, steps};

/// The first program of this name on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A program that Debian keeps where only root's PATH leads.
pub fn find_program(name: &str) -> Option<PathBuf> {
    find(name).or_else(|| Some(PathBuf::from("/usr/sbin").join(name)).filter(|path| path.is_file()))
}

/// The PATH with these folders in front.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.iter().cloned().chain(env::split_paths(&rest)))?)
}

/// Whether this process is root.
pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether one of Debian's packages is installed.
pub fn has_package(name: &str) -> bool {
    let asked = process::output(Command::new("dpkg-query").args(["-W", "-f", "${Status}", name]));
    asked.is_ok_and(|status| status.ends_with(" installed"))
}

/// Installs Debian's packages. `what` names, for the error, what is missing without them.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    static LISTS: OnceLock<()> = OnceLock::new();
    let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if find("apt-get").is_none() {
        bail!(
            "{what} is missing, and this machine has no apt-get to install it with. Install it, then run this again."
        );
    }
    if !is_root() {
        bail!("{what} is missing. Install it with `sudo {line}`, then run this again.");
    }
    if LISTS.get().is_none() {
        apt(&["update", "-qq"])?;
        _ = LISTS.set(());
    }
    steps::say(&format!("{what} is missing: {line}"));
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    // Only what goes wrong is worth reading.
    process::output(&mut command).map(drop)
}

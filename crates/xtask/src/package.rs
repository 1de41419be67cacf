//! `cargo xtask package`: the Debian package, from a build with every optimisation: server with its page, command line, unit, settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{native, page, place, process, steps, system, toolchain, tools};

pub fn package() -> Result<()> {
    steps::timed("the page", page::build)?;
    steps::timed("server and command line, with every optimisation", || {
        process::run(native::cargo("build").args(["--release", "-p", "lanegate-server", "-p", "lanegate"]))
    })?;
    // Without it the package would ask for no C library at all.
    if system::find("dpkg-shlibdeps").is_none() {
        system::install("dpkg-shlibdeps", &["dpkg-dev"])?;
    }
    let program = tools::cargo_deb()?;
    let folder = place::target().join("debian");
    let mut deb = Command::new(&program);
    // It asks cargo for what there is, and takes what was just built.
    deb.env("CARGO", toolchain::usual_cargo().get_program()).current_dir(place::root());
    deb.args(["--package", "lanegate-server", "--no-build", "--strip", "--locked", "--output"]).arg(&folder);
    let made = steps::timed("the package", || process::output(&mut deb))?;
    let made = PathBuf::from(made.lines().last().context("cargo-deb names no package")?.trim());
    ensure!(made.is_file(), "cargo-deb made no {}", made.display());
    steps::say(&format!("{} has {:.1} MB", made.display(), megabytes(&made)?));
    judge(&made)
}

fn megabytes(file: &Path) -> Result<f64> {
    Ok(fs::metadata(file)?.len() as f64 / 1e6)
}

/// Lets Debian's own judge look at it, where it is installed.
fn judge(package: &Path) -> Result<()> {
    if system::find("lintian").is_none() {
        steps::say("lintian is not installed, so nothing but the package's making was looked at");
        return Ok(());
    }
    process::run(Command::new("lintian").args(["--fail-on", "error"]).arg(package))
}

//! Builds the page with Trunk into web/dist. What the page is made of is summed up in a stamp, so that an unchanged page is
//! not built again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::toolchain::Toolchain;
use crate::{cut, finish, place, process, steps, tools};

/// What the page is made of. Other crates are no part of it.
const PARTS: [&str; 15] = [
    "web",
    "crates/wire",
    "crates/sheet",
    "crates/reader",
    "crates/check",
    "crates/sales",
    "crates/partners",
    "crates/kinds",
    "crates/intake",
    "crates/workbook",
    "crates/crc32fast",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    ".cargo/config.toml",
];

/// Builds the page that the server holds, if it is missing or what it is made of has changed.
pub fn build() -> Result<()> {
    build_into(&Toolchain::get()?, &place::dist())
}

/// Builds the page with a compiler that is not the one for the server's page, into a folder that isn't served.
pub fn build_aside(toolchain: &Toolchain) -> Result<()> {
    build_into(toolchain, &toolchain.target().join("dist"))
}

fn build_into(toolchain: &Toolchain, dist: &Path) -> Result<()> {
    steps::say(&toolchain.title()?);
    let stamp_file = toolchain.target().join("page.stamp");
    let inputs = sum(PARTS.map(|part| place::root().join(part)).into(), &toolchain.version()?)?;
    let made = || -> Result<String> { Ok(format!("{inputs:016x} {:016x}", sum(vec![dist.to_owned()], "")?)) };
    if is_there(dist) && fs::read_to_string(&stamp_file).is_ok_and(|stamp| made().is_ok_and(|made| made == stamp)) {
        steps::say("the page is up to date");
        return Ok(());
    }
    let folders = [tools::wasm_bindgen()?, tools::trunk()?, tools::wasm_opt()?];
    tools::wasm_split()?;
    steps::timed("building the page with Trunk", || {
        // What Trunk's cargo needs is fetched first, so that Trunk can be told to stay offline: it would otherwise fetch
        // tools of its own.
        process::run(toolchain.cargo("fetch")?.args(["--quiet", "--target", "wasm32-unknown-unknown"]))?;
        process::run(trunk(toolchain, &folders)?.arg("--dist").arg(dist))?;
        cut::cut(toolchain.target(), dist)?;
        finish::finish(dist)
    })?;
    ensure!(is_there(dist), "Trunk ended well, but {}/index.html is not there", dist.display());
    fs::write(stamp_file, made()?)?;
    Ok(())
}

/// Builds the page only if there is none: for steps that need one, whatever its age.
pub fn ensure_some() -> Result<()> {
    if is_there(&place::dist()) { Ok(()) } else { build() }
}

fn is_there(dist: &Path) -> bool {
    dist.join("index.html").is_file()
}

fn trunk(toolchain: &Toolchain, folders: &[PathBuf]) -> Result<Command> {
    let mut trunk = Command::new(folders[1].join("trunk"));
    trunk.args(["build", "--release", "--cargo-profile", "page", "--offline", "--skip-version-check"]);
    toolchain.prepare(&mut trunk, folders)?;
    // Trunk reads this variable as a switch and refuses the usual `1`.
    trunk.env_remove("NO_COLOR");
    // Trunk fails with an error, which says enough.
    trunk.env("RUST_BACKTRACE", "0");
    Ok(trunk)
}

/// A number that changes when any of the files does, or `more`.
fn sum(mut waiting: Vec<PathBuf>, more: &str) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    more.hash(&mut hasher);
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            // The output lies inside the input's folder.
            let entries = fs::read_dir(&path)?.map(|entry| Ok(entry?.path()));
            waiting.extend(entries.collect::<Result<Vec<_>>>()?.into_iter().filter(|path| !path.ends_with("web/dist")));
        } else {
            files.push(path);
        }
    }
    files.sort();
    for file in files {
        relative(&file).hash(&mut hasher);
        fs::read(&file).with_context(|| file.display().to_string())?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn relative(path: &Path) -> PathBuf {
    path.strip_prefix(place::root()).unwrap_or(path).to_path_buf()
}

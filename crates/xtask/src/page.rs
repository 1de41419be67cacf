//! Builds the page into web/dist: the optimized one, or the quick one, in which nothing is optimized across crates, split, or
//! compressed. A stamp names the profile and sums up the sources and the result, so that an unchanged page is not built
//! again, and one page is never taken for the other.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::toolchain::{TARGET, Toolchain};
use crate::{assemble, cut, finish, place, process, steps, tools};

/// The profile of the optimized page.
const PROFILE: &str = "page";
/// The profile of the quick page.
const QUICK: &str = "quick";
/// The profiles of the pages that `cargo xtask run` serves. The last one is the one that it builds.
const PROFILES: [&str; 2] = [PROFILE, QUICK];

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

#[derive(Args)]
pub struct Options {
    /// Build the page that `cargo xtask run` serves, unless there is an optimized one: it is ready sooner, but larger and slower.
    #[arg(long)]
    quick: bool,
}

/// `cargo xtask page`.
pub fn page(options: &Options) -> Result<()> {
    if options.quick { build_quick() } else { build() }
}

/// Builds the optimized page that the server contains, if it is missing or its sources have changed.
pub fn build() -> Result<()> {
    Page::new(Toolchain::get()?, place::dist())?.build_optimized()
}

/// Builds the optimized page with a compiler that is not the one for the server's page, into a folder that isn't served.
pub fn build_aside(toolchain: &Toolchain) -> Result<()> {
    Page::new(toolchain.clone(), toolchain.target().join("dist"))?.build_optimized()
}

/// Builds the quick page for the server, unless there is an optimized or a quick one whose sources have not changed.
pub fn build_quick() -> Result<()> {
    Page::new(Toolchain::get()?, place::dist())?.build_quick()
}

/// Returns true if the server has no up-to-date page, and the optimized or the quick one has never been compiled.
pub fn is_missing(optimized: bool) -> Result<bool> {
    let page = Page::new(Toolchain::get()?, place::dist())?;
    let profiles = if optimized { &[PROFILE] } else { &PROFILES[..] };
    Ok(!page.compiled(profiles[profiles.len() - 1]).is_dir()
        && !profiles.iter().any(|profile| page.is_up_to_date(profile)))
}

/// A page in a folder.
struct Page {
    toolchain: Toolchain,
    dist: PathBuf,
    /// A number that changes with the sources and the compiler.
    sources: u64,
}

impl Page {
    fn new(toolchain: Toolchain, dist: PathBuf) -> Result<Page> {
        let sources = sum(PARTS.map(|part| place::root().join(part)).into(), &toolchain.version()?)?;
        Ok(Page { toolchain, dist, sources })
    }

    fn build_optimized(&self) -> Result<()> {
        if self.is_up_to_date(PROFILE) {
            steps::say("the page is up to date");
            return Ok(());
        }
        steps::say(&self.toolchain.title()?);
        tools::get(true)?;
        steps::timed("building the page", || {
            self.compile(PROFILE, &["--bin", "app", "--features", "cut"])?;
            self.compile(PROFILE, &["--bin", "worker", "--bin", "writer"])?;
            assemble::assemble(&self.compiled(PROFILE), &self.dist)?;
            for worker in ["worker_bg.wasm", "writer_bg.wasm"] {
                tools::shrink(&self.dist.join(worker))?;
            }
            cut::cut(self.toolchain.target(), &self.dist)?;
            finish::finish(&self.dist)
        })?;
        self.note(PROFILE)
    }

    fn build_quick(&self) -> Result<()> {
        if let Some(profile) = PROFILES.into_iter().find(|profile| self.is_up_to_date(profile)) {
            steps::say(&format!("the page is up to date (profile `{profile}`)"));
            return Ok(());
        }
        steps::say(&self.toolchain.title()?);
        self.compile(QUICK, &["--bins"])?;
        assemble::assemble(&self.compiled(QUICK), &self.dist)?;
        finish::name_program(&self.dist)?;
        finish::name_files(&self.dist)?;
        self.note(QUICK)
    }

    fn compile(&self, profile: &str, programs: &[&str]) -> Result<()> {
        let mut cargo = self.toolchain.cargo("build")?;
        cargo.args(["--package", "lanegate-web", "--profile", profile, "--target", TARGET]).args(programs);
        process::run(&mut cargo)
    }

    /// Where a profile's programs are compiled into.
    fn compiled(&self, profile: &str) -> PathBuf {
        self.toolchain.target().join(TARGET).join(profile)
    }

    /// Returns true if the folder contains the page that this profile makes of these sources.
    fn is_up_to_date(&self, profile: &str) -> bool {
        let stamp = fs::read_to_string(self.stamp_file());
        is_there(&self.dist) && stamp.is_ok_and(|stamp| self.stamp(profile).is_ok_and(|now| now == stamp))
    }

    fn note(&self, profile: &str) -> Result<()> {
        ensure!(is_there(&self.dist), "{}/index.html was not built", self.dist.display());
        Ok(fs::write(self.stamp_file(), self.stamp(profile)?)?)
    }

    fn stamp_file(&self) -> PathBuf {
        self.toolchain.target().join("page.stamp")
    }

    fn stamp(&self, profile: &str) -> Result<String> {
        Ok(format!("{profile} {:016x} {:016x}", self.sources, sum(vec![self.dist.clone()], "")?))
    }
}

/// Builds the page only if there is none: for steps that need one, whatever its age.
pub fn ensure_some() -> Result<()> {
    if is_there(&place::dist()) { Ok(()) } else { build() }
}

fn is_there(dist: &Path) -> bool {
    dist.join("index.html").is_file()
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

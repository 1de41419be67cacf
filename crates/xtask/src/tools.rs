//! The programs that build the page (`wasm-bindgen` in exactly the version of Cargo.lock, `wasm-split` and `wasm-opt`), that check its parts (`cargo-deny`) and that pack it (`cargo-deb`). They are
//! built once, without optimization since that is far quicker, and kept for later runs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::npm::Package;
use crate::{place, process, steps, system, toolchain};

/// A program that cargo builds.
struct Tool<'a> {
    /// The name of its folder.
    name: &'a str,
    package: &'a str,
    version: &'a str,
    /// Arguments of `cargo install` about features.
    features: &'a [&'a str],
    programs: &'a [&'a str],
}

/// Of the same project as `wasm_split_helpers`, which Leptos brings.
const WASM_SPLIT: Tool = Tool {
    name: "wasm-split",
    package: "wasm_split_cli_support",
    version: "0.2.4",
    features: &["--features", "build-binary"],
    programs: &["wasm-split-cli"],
};
const CARGO_DENY: Tool =
    Tool { name: "cargo-deny", package: "cargo-deny", version: "0.20.2", features: &[], programs: &["cargo-deny"] };
const CARGO_DEB: Tool =
    Tool { name: "cargo-deb", package: "cargo-deb", version: "3.8.0", features: &[], programs: &["cargo-deb"] };
/// The package with `wasm-opt`.
const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    integrity: "sha512-4Usg7yEvwO3FMso3Oov6qkOOHSod1IEv+boKkh77kTljM+eNBouqCTbqWswGzbG+vDNO/b/v2C4gfEh1WgB9Lg==",
};

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, which it gets first if they are missing.
pub fn wasm_bindgen() -> Result<PathBuf> {
    with_wasm_bindgen(|tool| tool.get())
}

/// Returns true if every program that builds the quick or the optimized page is there.
pub fn are_built(optimized: bool) -> Result<bool> {
    let is_built = |tool: &Tool| Ok(tool.is_built(&tool.folder()?));
    Ok(with_wasm_bindgen(|tool| is_built(&tool))? && (!optimized || is_built(&WASM_SPLIT)?))
}

/// Gets every program that builds the quick or the optimized page.
pub fn get(optimized: bool) -> Result<()> {
    wasm_bindgen()?;
    if optimized {
        wasm_split()?;
        wasm_opt()?;
    }
    Ok(())
}

fn with_wasm_bindgen<T>(work: impl FnOnce(Tool) -> Result<T>) -> Result<T> {
    let lock = fs::read_to_string(place::root().join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    work(Tool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        features: &["--no-default-features"],
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    })
}

/// The folder with `wasm-split-cli`, which it gets first if it is missing.
pub fn wasm_split() -> Result<PathBuf> {
    WASM_SPLIT.get()
}

/// `cargo-deny`, which it gets first if it is missing.
pub fn cargo_deny() -> Result<PathBuf> {
    Ok(CARGO_DENY.get()?.join("cargo-deny"))
}

/// `cargo-deb`, which it gets first if it is missing.
pub fn cargo_deb() -> Result<PathBuf> {
    Ok(CARGO_DEB.get()?.join("cargo-deb"))
}

/// The folder with `wasm-opt`, which it gets first if it is missing. Without npm, a stand-in that copies takes its
/// place, and says so: the page is then larger, and works the same.
pub fn wasm_opt() -> Result<PathBuf> {
    let folder = place::cache()?.join("tools").join(format!("binaryen-{}", BINARYEN.version));
    let programs = folder.join("bin");
    if programs.join("wasm-opt").is_file() {
        return Ok(programs);
    }
    if system::find("npm").is_none() {
        steps::say("npm is missing, so there is no wasm-opt: the page is built without its last shrinking");
        return stand_in();
    }
    BINARYEN.install(&folder, Ok)?;
    Ok(programs)
}

/// Has `wasm-opt` make a program smaller.
pub fn shrink(program: &Path) -> Result<()> {
    let small = program.with_extension("small");
    let mut shrink = Command::new(wasm_opt()?.join("wasm-opt"));
    process::output(shrink.arg(format!("--output={}", small.display())).arg("-O").arg(program))?;
    Ok(fs::rename(small, program)?)
}

impl Tool<'_> {
    fn folder(&self) -> Result<PathBuf> {
        Ok(place::cache()?.join("tools").join(format!("{}-{}", self.name, self.version)))
    }

    fn is_built(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| folder.join("bin").join(program).is_file())
    }

    /// The folder with its programs, which are built first if they are missing.
    fn get(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        if !self.is_built(&folder) {
            fs::create_dir_all(&folder)?;
            steps::timed(&format!("building {} {}", self.package, self.version), || {
                match self.install(&folder, &["--locked"]) {
                    Err(error) if !process::interrupted() => {
                        // A mirror of the registry may lack the very newest versions, which a lock file names.
                        steps::say(&format!("{error:#}; trying again with whatever versions fit"));
                        self.install(&folder, &[])
                    }
                    ended => ended,
                }
            })?;
        }
        Ok(folder.join("bin"))
    }

    fn install(&self, folder: &Path, locked: &[&str]) -> Result<()> {
        let cache = place::cache()?;
        let mut install = toolchain::usual_cargo();
        install.args(["install", "--quiet", "--debug", "--force", self.package, "--version", self.version]);
        install.args(self.features).args(locked).arg("--root").arg(folder);
        install.env("CARGO_TARGET_DIR", cache.join("target-tools"));
        // Nobody debugs these.
        install.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "0").current_dir(&cache);
        process::run(&mut install)
    }
}

fn stand_in() -> Result<PathBuf> {
    let folder = place::cache()?.join("tools/no-wasm-opt");
    let program = folder.join("wasm-opt");
    fs::create_dir_all(&folder)?;
    fs::write(&program, include_str!("no-wasm-opt.sh"))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    Ok(folder)
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let after = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""))?.1;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_gives_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "other"), None);
    }
}

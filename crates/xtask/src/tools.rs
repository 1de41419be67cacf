//! The programs that build the page (`wasm-bindgen` in exactly the version of Cargo.lock, `trunk`, `wasm-split` and `wasm-opt`), that check its parts (`cargo-deny`) and that pack it (`cargo-deb`). They are
//! built once, without optimisation since that is far quicker, and kept for later runs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::npm::Package;
use crate::{place, process, steps, system, toolchain};

const TRUNK: &str = "0.21.14";
/// Of the same project as `wasm_split_helpers`, which Leptos brings.
const WASM_SPLIT: &str = "0.2.4";
/// The package with `wasm-opt`.
const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    integrity: "sha512-4Usg7yEvwO3FMso3Oov6qkOOHSod1IEv+boKkh77kTljM+eNBouqCTbqWswGzbG+vDNO/b/v2C4gfEh1WgB9Lg==",
};
const CARGO_DENY: &str = "0.20.2";
const CARGO_DEB: &str = "3.8.0";

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, which it gets first if they are missing.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let lock = fs::read_to_string(place::root().join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    cargo_install("wasm-bindgen", &["wasm-bindgen-cli"], version, &["wasm-bindgen", "wasm-bindgen-test-runner"])
}

/// The folder with `trunk`, which it gets first if it is missing.
pub fn trunk() -> Result<PathBuf> {
    cargo_install("trunk", &["trunk"], TRUNK, &["trunk"])
}

/// The folder with `wasm-split-cli`, which it gets first if it is missing.
pub fn wasm_split() -> Result<PathBuf> {
    let package = ["wasm_split_cli_support", "--features", "build-binary"];
    cargo_install("wasm-split", &package, WASM_SPLIT, &["wasm-split-cli"])
}

/// `cargo-deny`, which it gets first if it is missing.
pub fn cargo_deny() -> Result<PathBuf> {
    Ok(cargo_install("cargo-deny", &["cargo-deny"], CARGO_DENY, &["cargo-deny"])?.join("cargo-deny"))
}

/// `cargo-deb`, which it gets first if it is missing.
pub fn cargo_deb() -> Result<PathBuf> {
    Ok(cargo_install("cargo-deb", &["cargo-deb"], CARGO_DEB, &["cargo-deb"])?.join("cargo-deb"))
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

fn cargo_install(name: &str, package: &[&str], version: &str, programs: &[&str]) -> Result<PathBuf> {
    let cache = place::cache()?;
    let folder = cache.join("tools").join(format!("{name}-{version}"));
    let bin = folder.join("bin");
    if programs.iter().all(|program| bin.join(program).is_file()) {
        return Ok(bin);
    }
    fs::create_dir_all(&folder)?;
    let install = |locked: &[&str]| {
        let mut install = toolchain::usual_cargo();
        install.args(["install", "--quiet", "--debug", "--force", "--version", version]).args(package).args(locked);
        install.arg("--root").arg(&folder).env("CARGO_TARGET_DIR", cache.join("target-tools"));
        // Nobody debugs these.
        install.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "0").current_dir(&cache);
        process::run(&mut install)
    };
    steps::timed(&format!("building {} {version}", package[0]), || match install(&["--locked"]) {
        Err(error) if !process::interrupted() => {
            // A mirror of the registry may lack the very newest versions, which a lock file names.
            steps::say(&format!("{error:#}; trying again with whatever versions fit"));
            install(&[])
        }
        ended => ended,
    })?;
    Ok(bin)
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

//! The compiler for WebAssembly. An installed `wasm32-unknown-unknown` target is taken first, then rustup is asked for one,
//! then Debian's packages are used, whose compiler builds the standard library from its source.
//! `LANEGATE_WASM_TOOLCHAIN=rustup|debian` forces one of them.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{place, process, steps, system};

/// What the page's programs are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
const RUSTUP_WAY: &str = "rustup target add wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// A compiler that can build for `wasm32-unknown-unknown`.
pub enum Toolchain {
    /// The one that cargo uses anyhow.
    Usual,
    /// Debian's, with the linker that fits it (`wasm-ld-22`) and a folder of links that puts it first on the PATH.
    Debian { linker: String, links: PathBuf },
}

impl Toolchain {
    /// Finds one, or gets one.
    pub fn get() -> Result<Toolchain> {
        let forced = env::var("LANEGATE_WASM_TOOLCHAIN").ok().filter(|forced| !forced.is_empty());
        match forced.as_deref() {
            Some("rustup") if has_target() => Ok(Toolchain::Usual),
            Some("rustup") => add_target().map(|()| Toolchain::Usual),
            Some("debian") => debian(),
            Some(other) => bail!("LANEGATE_WASM_TOOLCHAIN is `{other}`; it can be `rustup` or `debian`"),
            None if has_target() => Ok(Toolchain::Usual),
            None => match add_target() {
                Ok(()) => Ok(Toolchain::Usual),
                Err(error) => {
                    steps::say(&format!("{error:#}; trying Debian's packages"));
                    debian().with_context(|| format!("no compiler for {TARGET}; `{RUSTUP_WAY}` would get one"))
                }
            },
        }
    }

    /// A cargo command for WebAssembly, with every variable that the compiler needs.
    pub fn cargo(&self, subcommand: &str) -> Result<Command> {
        let mut command = match (self, subcommand) {
            // Cargo looks for its subcommands in its own folder first, where rustup's may be.
            (Toolchain::Debian { .. }, "clippy") => Command::new("/usr/bin/cargo-clippy"),
            (Toolchain::Debian { .. }, _) => Command::new("/usr/bin/cargo"),
            (Toolchain::Usual, _) => usual_cargo(),
        };
        command.arg(subcommand);
        self.prepare(&mut command, &[])?;
        Ok(command)
    }

    /// Sets the variables for a program that calls cargo itself, with `folders` in front of its PATH.
    pub fn prepare(&self, command: &mut Command, folders: &[PathBuf]) -> Result<()> {
        forget_this_package(command);
        let mut folders = folders.to_vec();
        if let Toolchain::Debian { linker, links } = self {
            folders.insert(0, links.clone());
            command
                .env("CARGO", "/usr/bin/cargo")
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTDOC", "/usr/bin/rustdoc")
                // The standard library is built too, which a stable compiler allows only when told that it may.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("LD_LIBRARY_PATH");
        }
        command.env("PATH", system::path_with(&folders)?).env("CARGO_TARGET_DIR", place::target_wasm());
        command.current_dir(place::root());
        Ok(())
    }

    /// What tells this compiler from another one.
    pub fn version(&self) -> Result<String> {
        let program = if matches!(self, Toolchain::Debian { .. }) { "/usr/bin/rustc" } else { "rustc" };
        process::output(Command::new(program).arg("-vV"))
    }
}

/// The cargo that started this program, without what it says about this program's own package: build scripts that look
/// at those variables would run again whenever cargo is called from here and by hand in turn.
pub fn usual_cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_this_package(&mut cargo);
    cargo
}

fn forget_this_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
}

fn has_target() -> bool {
    let asked = process::output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Ok(folder) = asked else { return false };
    // The folder may exist and be empty.
    let Ok(entries) = fs::read_dir(folder.trim()) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn add_target() -> Result<()> {
    if system::find("rustup").is_none() {
        bail!("the target {TARGET} is not installed, and there is no rustup to add it");
    }
    steps::timed(RUSTUP_WAY, || process::output(Command::new("rustup").args(["target", "add", TARGET])).map(drop))
}

fn debian() -> Result<Toolchain> {
    let missing: Vec<_> = DEBIAN_PACKAGES.into_iter().filter(|package| !system::has_package(package)).collect();
    if !missing.is_empty() {
        steps::timed("Debian's compiler for WebAssembly", || system::install("a compiler for WebAssembly", &missing))?;
    }
    // The linker must be of the compiler's own LLVM.
    let about = process::output(Command::new("/usr/bin/rustc").arg("-vV"))?;
    let llvm = llvm_major(&about).context("Debian's rustc does not say which LLVM it has")?;
    let linker = format!("wasm-ld-{llvm}");
    if system::find(&linker).is_none() {
        system::install("the linker for WebAssembly", &[&format!("lld-{llvm}")])?;
    }
    let links = place::cache()?.join("tools/debian-rust");
    fs::create_dir_all(&links)?;
    for program in ["cargo", "rustc", "rustdoc"] {
        let link = links.join(program);
        if fs::read_link(&link).is_err() {
            symlink(format!("/usr/bin/{program}"), link)?;
        }
    }
    Ok(Toolchain::Debian { linker, links })
}

fn llvm_major(about: &str) -> Option<&str> {
    about.lines().find_map(|line| line.strip_prefix("LLVM version: "))?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_follows_the_compiler() {
        assert_eq!(llvm_major("rustc 1.96.0\nhost: x\nLLVM version: 22.1.2\n"), Some("22"));
        assert_eq!(llvm_major("rustc 1.96.0\n"), None);
    }
}

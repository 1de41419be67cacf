//! The compiler for WebAssembly. An installed `wasm32-unknown-unknown` target is taken first, then rustup is asked for one,
//! then Debian's packages are used, whose compiler builds the standard library from its source.
//! `LANEGATE_WASM_TOOLCHAIN=rustup|debian` forces one of them. The tests also use the other one where a machine has both.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{place, process, steps, system};

/// What the page's programs are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
const RUSTUP_WAY: &str = "rustup target add wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// A compiler that can build for `wasm32-unknown-unknown`, and the target folder for its builds.
#[derive(Clone)]
pub struct Toolchain {
    compiler: Compiler,
    target: PathBuf,
}

#[derive(Clone)]
enum Compiler {
    /// The one that cargo uses natively: usually rustup's.
    Usual,
    /// Debian's, with the linker that fits it (`wasm-ld-22`) and a folder of links that puts it first on the PATH.
    Debian { linker: String, links: PathBuf },
}

impl Toolchain {
    /// Finds the compiler that builds the page, or gets one.
    pub fn get() -> Result<Toolchain> {
        let forced = env::var("LANEGATE_WASM_TOOLCHAIN").ok().filter(|forced| !forced.is_empty());
        let compiler = match forced.as_deref() {
            Some("rustup") if has_target() => Compiler::Usual,
            Some("rustup") => add_target().map(|()| Compiler::Usual)?,
            Some("debian") => debian()?,
            Some(other) => bail!("LANEGATE_WASM_TOOLCHAIN is `{other}`; it can be `rustup` or `debian`"),
            None if has_target() => Compiler::Usual,
            None => match add_target() {
                Ok(()) => Compiler::Usual,
                Err(error) => {
                    steps::say(&format!("{error:#}; trying Debian's packages"));
                    debian().with_context(|| format!("no compiler for {TARGET}; `{RUSTUP_WAY}` would get one"))?
                }
            },
        };
        Ok(Toolchain { compiler, target: place::target_wasm() })
    }

    /// Returns true if a compiler that builds the page is installed.
    pub fn is_installed() -> bool {
        has_target() || missing_packages().is_empty()
    }

    /// Finds the other compiler, which the tests use as well. `None` if the machine does not have it: nothing is installed for this.
    pub fn other(&self) -> Result<Option<Toolchain>> {
        let other = match self.compiler {
            Compiler::Usual if missing_packages().is_empty() => debian()?,
            Compiler::Debian { .. } if has_target() => Compiler::Usual,
            _ => return Ok(None),
        };
        let target = place::target_wasm().join(other.name());
        Ok(Some(Toolchain { compiler: other, target }))
    }

    /// The cargo command for WebAssembly, with every variable that the compiler needs.
    pub fn cargo(&self, subcommand: &str) -> Result<Command> {
        let mut command = match (&self.compiler, subcommand) {
            // Cargo looks for its subcommands in its own folder first, where rustup's may be.
            (Compiler::Debian { .. }, "clippy") => Command::new("/usr/bin/cargo-clippy"),
            (Compiler::Debian { .. }, _) => Command::new("/usr/bin/cargo"),
            (Compiler::Usual, _) => usual_cargo(),
        };
        command.arg(subcommand);
        self.prepare(&mut command, &[])?;
        Ok(command)
    }

    /// Sets the variables for a program that calls cargo itself, with `folders` in front of its PATH.
    pub fn prepare(&self, command: &mut Command, folders: &[PathBuf]) -> Result<()> {
        forget_this_package(command);
        let mut folders = folders.to_vec();
        // The compiler is named, not searched for: a folder in front of the PATH, such as Node's, may contain another one.
        command.env("RUSTC", self.compiler.program("rustc")?).env("RUSTDOC", self.compiler.program("rustdoc")?);
        if let Compiler::Debian { linker, links } = &self.compiler {
            folders.insert(0, links.clone());
            command
                .env("CARGO", "/usr/bin/cargo")
                // The standard library is built too, which a stable compiler allows only when told that it may.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("LD_LIBRARY_PATH");
        }
        command.env("PATH", system::path_with(&folders)?).env("CARGO_TARGET_DIR", &self.target);
        command.current_dir(place::root());
        Ok(())
    }

    /// The target folder for this compiler's builds.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The compiler's version, which tells it from another one.
    pub fn version(&self) -> Result<String> {
        process::output(Command::new(self.compiler.program("rustc")?).arg("-vV"))
    }

    /// The compiler in one line, such as `rustc 1.95.0 (59807616e 2026-04-14), rustup`.
    pub fn title(&self) -> Result<String> {
        let version = self.version()?;
        let line = version.lines().next().unwrap_or_default();
        Ok(format!("{line}, {}", self.compiler.name()))
    }
}

impl Compiler {
    const fn name(&self) -> &'static str {
        match self {
            Self::Usual => "rustup",
            Self::Debian { .. } => "debian",
        }
    }

    /// The path of one of the compiler's programs.
    fn program(&self, name: &str) -> Result<PathBuf> {
        match self {
            Self::Usual => Ok(usual_sysroot()?.join("bin").join(name)),
            Self::Debian { .. } => Ok(Path::new("/usr/bin").join(name)),
        }
    }
}

/// The folder of the toolchain that cargo uses natively. rustup's own `rustc` only calls the one in it.
fn usual_sysroot() -> Result<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(Command::new(rustc).args(["--print", "sysroot"]).current_dir(place::root()))?;
    Ok(sysroot.trim().into())
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

/// Returns true if the compiler that cargo uses natively has the standard library for WebAssembly.
fn has_target() -> bool {
    let Ok(sysroot) = usual_sysroot() else { return false };
    // The folder may exist and be empty.
    let Ok(entries) = fs::read_dir(sysroot.join("lib/rustlib").join(TARGET).join("lib")) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn add_target() -> Result<()> {
    if system::find("rustup").is_none() {
        bail!("the target {TARGET} is not installed, and there is no rustup to add it");
    }
    steps::timed(RUSTUP_WAY, || process::output(Command::new("rustup").args(["target", "add", TARGET])).map(drop))
}

fn missing_packages() -> Vec<&'static str> {
    DEBIAN_PACKAGES.into_iter().filter(|package| !system::has_package(package)).collect()
}

fn debian() -> Result<Compiler> {
    let missing = missing_packages();
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
    Ok(Compiler::Debian { linker, links })
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

    #[test]
    fn the_compiler_is_named_whatever_folder_is_first_on_the_path() {
        let folder = env::temp_dir().join(format!("lanegate-other-rustc-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("rustc"), "#!/bin/sh\necho another compiler\n").unwrap();
        let toolchain = Toolchain { compiler: Compiler::Usual, target: place::target_wasm() };
        let mut command = Command::new("cargo");
        toolchain.prepare(&mut command, std::slice::from_ref(&folder)).unwrap();
        let value = |name: &str| command.get_envs().find(|(key, _)| *key == name).unwrap().1.unwrap();
        assert_eq!(env::split_paths(value("PATH")).next().as_ref(), Some(&folder));
        for program in ["RUSTC", "RUSTDOC"] {
            let path = Path::new(value(program));
            assert!(path.is_absolute() && path.is_file() && !path.starts_with(&folder), "{}", path.display());
        }
        fs::remove_dir_all(folder).unwrap();
    }
}

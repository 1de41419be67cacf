//! Where things are: the work tree, the folder for tools that later runs reuse, and cargo's target folders.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The top of the work tree.
pub fn root() -> PathBuf {
    // Cargo says where this package is now; the path compiled in is for a binary started by hand.
    let package =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.ancestors().nth(2).unwrap_or(Path::new(".")).to_path_buf()
}

/// Where tools are kept between runs: `LANEGATE_CACHE`, or `.cache/lanegate` in the home folder.
pub fn cache() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("LANEGATE_CACHE") {
        return Ok(root().join(folder));
    }
    let home = env::var_os("HOME").context("neither LANEGATE_CACHE nor HOME says where to keep tools")?;
    Ok(Path::new(&home).join(".cache/lanegate"))
}

/// Cargo's target folder for native builds.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The target folder for WebAssembly: beside the other, since another compiler may build it, and two compilers in one
/// folder throw out each other's work.
pub fn target_wasm() -> PathBuf {
    let mut folder = target().into_os_string();
    folder.push("-wasm");
    folder.into()
}

/// Where the finished page is, from where the server takes it in.
pub fn dist() -> PathBuf {
    root().join("web/dist")
}

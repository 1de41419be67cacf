//! What tests share that are compiled twice, natively and for WebAssembly. They write `#[test]` with the `test` of this
//! crate, and read files with `read` and `list`: on WebAssembly through Node, which runs them there.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

#[cfg(not(target_arch = "wasm32"))]
pub use core::prelude::v1::test;
#[cfg(target_arch = "wasm32")]
pub use wasm_bindgen_test::wasm_bindgen_test as test;

mod cost;
#[cfg(target_arch = "wasm32")]
mod node;

pub use cost::{forget_memory, megabytes, say, worked};

/// The folder of real files, from the top of the work tree. WebAssembly has no environment to ask, so it is compiled in for both.
pub const CORPUS: &str = match option_env!("LANEGATE_CORPUS") {
    Some(folder) => folder,
    None => "../shared/corpus",
};

/// A file of the work tree, by its path from the top.
///
/// # Panics
/// When it cannot be read: then a test has lost its data.
#[must_use]
pub fn read(path: &str) -> Vec<u8> {
    let full = full(path);
    #[cfg(not(target_arch = "wasm32"))]
    let bytes = std::fs::read(&full).ok();
    #[cfg(target_arch = "wasm32")]
    let bytes = node::read(&full);
    bytes.unwrap_or_else(|| panic!("{} cannot be read", full.display()))
}

/// Whether there is such a file, by its path from the top of the work tree.
#[must_use]
pub fn exists(path: &str) -> bool {
    let full = full(path);
    #[cfg(not(target_arch = "wasm32"))]
    return full.is_file();
    #[cfg(target_arch = "wasm32")]
    return node::exists(&full);
}

/// The names in a folder of the work tree, sorted.
///
/// # Panics
/// When it cannot be read: then a test has lost its data.
#[must_use]
pub fn list(path: &str) -> Vec<String> {
    let full = full(path);
    #[cfg(not(target_arch = "wasm32"))]
    let names = std::fs::read_dir(&full)
        .ok()
        .map(|entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect());
    #[cfg(target_arch = "wasm32")]
    let names = node::list(&full);
    let mut names: Vec<String> = names.unwrap_or_else(|| panic!("{} cannot be read", full.display()));
    names.sort();
    names
}

/// Says, past the test program's capture of what passes, that something was not tried here and why. `cargo xtask test` counts it as skipped
/// and names it at the end.
pub fn not_run(what: &str, why: &str) {
    let line = format!("\nnot run: {what}: {why}\n");
    #[cfg(not(target_arch = "wasm32"))]
    drop(std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes()));
    #[cfg(target_arch = "wasm32")]
    node::print(&line);
}

/// A JSON file of the work tree.
///
/// # Panics
/// When it cannot be read or is no JSON.
#[must_use]
pub fn json(path: &str) -> serde_json::Value {
    serde_json::from_slice(&read(path)).unwrap_or_else(|error| panic!("{path} is no JSON: {error}"))
}

/// Milliseconds since some moment, for the time between two of them.
#[must_use]
pub fn milliseconds() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Date::now();
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::sync::LazyLock;
        use std::time::Instant;
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed().as_secs_f64() * 1_000.0
    }
}

fn full(path: &str) -> PathBuf {
    // WebAssembly has no environment to ask, so the place is compiled in for both.
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

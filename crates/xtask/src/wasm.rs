//! Tests in WebAssembly: the same sources as the native ones, compiled for `wasm32-unknown-unknown` and run by
//! wasm-bindgen's runner on Node.

use anyhow::Result;

use crate::steps::Counts;
use crate::toolchain::Toolchain;
use crate::{native, node, process, steps, tools};

const TARGET: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// Clippy over what is compiled for WebAssembly alone.
pub fn lint(toolchain: &Toolchain) -> Result<()> {
    steps::say(&toolchain.title()?);
    let mut clippy = toolchain.cargo("clippy")?;
    // In release, like the page, so that the macros and build scripts of what both need are compiled once.
    clippy.args(["--quiet", "--release", "--package", "lanegate-web", "--package", "lanegate-parity"]);
    clippy.args(TARGET).args(["--", "-D", "warnings"]);
    process::run(&mut clippy)
}

/// Builds and runs the tests.
pub fn test(toolchain: &Toolchain, arguments: &[String], counts: &mut Counts) -> Result<()> {
    steps::say(&toolchain.title()?);
    let (programs, node) = (tools::wasm_bindgen()?, node::folder()?);
    let mut test = toolchain.cargo("test")?;
    // In release, like the page, so that what both are made of is compiled once.
    test.args(["--release", "--package", "lanegate-parity"]).args(TARGET).arg("--").args(arguments);
    toolchain.prepare(&mut test, &[programs.clone(), node])?;
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", programs.join("wasm-bindgen-test-runner"));
    native::run_counting(&mut test, counts)
}

//! `cargo xtask generate`: the pages and schemas that are made from the declarations. The program that makes them is a package of its own,
//! so that the project's commands start without compiling the check.

use anyhow::Result;

use crate::{native, process};

/// Builds the program and lets it write.
pub fn generate() -> Result<()> {
    process::run(native::cargo("run").args(["--quiet", "--package", "lanegate-generate"]))
}

//! Real files from public test suites. They are no part of the project: `LANEGATE_CORPUS` names their folder, and without it
//! `../shared/corpus` beside the project is looked for. A relative name starts at the top of the project.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of real files. Says, past the test program's capture of what passes, that a test is not run where there is none;
/// `cargo xtask test` counts it as skipped.
pub fn folder(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("LANEGATE_CORPUS").map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(named);
    if folder.join("manifest.tsv").is_file() {
        return Some(folder);
    }
    let _ = writeln!(std::io::stdout(), "\nnot run: {test}: there is no folder of real files at {}", folder.display());
    None
}

/// The files' names.
///
/// # Panics
/// If there are none: a test on them would have nothing to try.
pub fn names(folder: &Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let names: Vec<String> =
        manifest.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect();
    assert!(!names.is_empty(), "the folder {} names no files", folder.display());
    names
}

//! The generated files in the work tree are those that would be made now.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lanegate_generate::{FOLDERS, files};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn generated_files_are_as_they_would_be_made_now() {
    let files = files().unwrap();
    let stale: Vec<_> = files
        .iter()
        .filter(|file| std::fs::read(root().join(&file.path)).ok().as_deref() != Some(&file.content[..]))
        .map(|file| file.path.as_str())
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask generate` and commit what it changes: {stale:?}");
}

#[test]
fn nothing_else_stands_beside_them() {
    let made: BTreeSet<String> = files().unwrap().into_iter().map(|file| file.path).collect();
    for folder in FOLDERS {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            assert!(made.contains(&path), "{path} is no generated file");
        }
    }
}

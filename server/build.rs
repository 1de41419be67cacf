//! Compiles the server again when the page that it carries was built again, and tells it which commit it is made from.

use std::process::Command;

fn main() {
    let page = std::path::Path::new("../web/dist");
    // A path that is not there would make every build start afresh, so its parent is watched until it is.
    let watched = if page.exists() { page } else { std::path::Path::new("../web") };
    println!("cargo::rerun-if-changed={}", watched.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LANEGATE_COMMIT");
    println!("cargo::rustc-env=LANEGATE_BUILT_FROM={}", commit());
}

/// The commit: what a packager says in LANEGATE_COMMIT, else what git says of this folder. A build for development would
/// have to be made again after each commit to tell the truth, so it claims nothing.
fn commit() -> String {
    if let Ok(said) = std::env::var("LANEGATE_COMMIT")
        && !said.trim().is_empty()
    {
        return said.trim().to_owned();
    }
    if std::env::var("PROFILE").as_deref() != Ok("release") {
        return "unknown".to_owned();
    }
    // Changes with every commit and checkout.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={log}");
    }
    // And whatever is kept there decides whether it is that commit as it is.
    for kept in git(&["ls-tree", "--name-only", "--full-tree", "HEAD"]).unwrap_or_default().lines() {
        println!("cargo::rerun-if-changed=../{kept}");
    }
    let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) else { return "unknown".to_owned() };
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_none_or(|changes| !changes.is_empty());
    if changed { format!("{commit}, with changes") } else { commit }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

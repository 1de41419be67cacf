//! A target folder that the `cargo xtask` of two checkouts uses in turn (not at once: one clears what the other has built). Cargo tells
//! what has changed by the times of files alone, while tests, and a server that is built for them, have the path of their checkout compiled in.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::toolchain::TARGET;
use crate::{native, place, process, steps};

/// Throws away what another checkout has built of this workspace in the target folders; what it built of libraries stays.
pub fn settle() -> Result<()> {
    let wasm: &[&str] = &["--target", TARGET];
    settle_one(&place::target(), &[&["--profile", "dev"], &["--profile", "release"]], &[])?;
    settle_one(
        &place::target_wasm(),
        &[&["--profile", "release"], &["--profile", "page"], &["--profile", "quick"]],
        wasm,
    )
}

fn settle_one(target: &Path, profiles: &[&[&str]], more: &[&str]) -> Result<()> {
    if is_of_another(target, &place::root())? {
        steps::say(&format!("{} was filled by another checkout: what it built is built again", target.display()));
        for profile in profiles {
            let mut clean = native::cargo("clean");
            clean.args(["--quiet", "--workspace", "--target-dir"]).arg(target).args(*profile).args(more);
            process::output(&mut clean)?;
        }
    }
    note(target, &place::root())
}

/// Whose it is stands in a file; in a folder without one it is not known that anybody else was here.
fn is_of_another(target: &Path, root: &Path) -> Result<bool> {
    match fs::read(target.join("checkout")) {
        Ok(noted) => Ok(Path::new(OsStr::from_bytes(&noted)) != root),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", target.join("checkout").display())),
    }
}

fn note(target: &Path, root: &Path) -> Result<()> {
    fs::create_dir_all(target)?;
    fs::write(target.join("checkout"), root.as_os_str().as_bytes())
        .with_context(|| format!("{} cannot be written to", target.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_the_last_checkouts_that_used_it() {
        let target = std::env::temp_dir().join(format!("lanegate-checkout-{}", std::process::id()));
        let [here, there] = ["/here", "/there"].map(Path::new);
        assert!(!is_of_another(&target, here).unwrap(), "nobody was here");
        note(&target, here).unwrap();
        assert!(!is_of_another(&target, here).unwrap());
        assert!(is_of_another(&target, there).unwrap());
        note(&target, there).unwrap();
        assert!(is_of_another(&target, here).unwrap());
        fs::remove_dir_all(target).unwrap();
    }
}

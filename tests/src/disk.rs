//! A small file system in memory, which a test fills up. Mounting it takes root.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A file system in memory. Dropped, it is unmounted.
pub struct Disk {
    path: PathBuf,
    kilobytes: u64,
    _place: TempDir,
}

impl Disk {
    /// Mounts one of so many kilobytes, which everybody may enter.
    ///
    /// # Errors
    /// What `mount` says.
    ///
    /// # Panics
    /// When there can be no temporary folder.
    pub fn mount(kilobytes: u64) -> Result<Self, String> {
        let place = tempfile::Builder::new().prefix("lanegate-disk-").tempdir().expect("a temporary folder");
        fs::set_permissions(place.path(), Permissions::from_mode(0o711)).expect("it is this test's folder");
        let path = place.path().join("disk");
        fs::create_dir(&path).expect("it is this test's folder");
        mount(&["-t", "tmpfs", "-o", &format!("size={kilobytes}k,mode=711"), "tmpfs"], &path)?;
        Ok(Self { path, kilobytes, _place: place })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves so many kilobytes free.
    ///
    /// # Panics
    /// When it cannot be mounted anew.
    pub fn leave_free(&self, kilobytes: u64) {
        // More may be used than a moment ago.
        let done = (0..50).any(|_| self.resize(self.used() + kilobytes));
        assert!(done, "{} cannot be made smaller", self.path.display());
    }

    /// Gives it its whole size again.
    ///
    /// # Panics
    /// When it cannot be mounted anew.
    pub fn make_room(&self) {
        assert!(self.resize(self.kilobytes), "{} cannot be made larger", self.path.display());
    }

    fn used(&self) -> u64 {
        let df = output(Command::new("df").args(["-k", "--output=used"]).arg(&self.path)).expect("`df` is everywhere");
        let said = String::from_utf8_lossy(&df.stdout).into_owned();
        said.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("a number")
    }

    fn resize(&self, kilobytes: u64) -> bool {
        mount(&["-o", &format!("remount,size={kilobytes}k")], &self.path).is_ok()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: who has files open there may be stopped after it.
        let _ = output(Command::new("umount").arg("--lazy").arg(&self.path));
    }
}

fn mount(arguments: &[&str], folder: &Path) -> Result<(), String> {
    output(Command::new("mount").args(arguments).arg(folder)).map(drop)
}

fn output(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(output) } else { Err(said) }
}

//! Whom programs that refuse to be root run as, and the folders that are theirs: PostgreSQL and pgbouncer.

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::postgres::free_port;
use crate::{process, system};

/// Whom PostgreSQL runs as where this process is root, which PostgreSQL refuses to be.
pub struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// Nobody else, unless this process is root.
    pub fn find() -> Result<Option<Account>> {
        if !system::is_root() {
            return Ok(None);
        }
        let number = |which: &str| -> Result<u32> {
            let said = process::output(Command::new("id").args([which, "postgres"]))?;
            Ok(said.trim().parse()?)
        };
        let missing = "PostgreSQL does not run as root, and there is no user `postgres` for it";
        Ok(Some(Account { user: number("-u").context(missing)?, group: number("-g").context(missing)? }))
    }

    /// Makes a file or folder that user's own, where there is one.
    pub fn give(account: Option<&Account>, path: &Path) -> Result<()> {
        match account {
            Some(Account { user, group }) => Ok(chown(path, Some(*user), Some(*group))?),
            None => Ok(()),
        }
    }
}

/// Has a program run as that user, where there is one.
pub fn own<'a>(command: &'a mut Command, account: Option<&Account>) -> &'a mut Command {
    // PostgreSQL's programs look at the folder they start in, which may be closed to that user.
    command.current_dir("/");
    match account {
        Some(account) => command.uid(account.user).gid(account.group),
        None => command,
    }
}

/// A temporary folder, deleted when the value goes.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one, that only the account can read.
    pub fn make(name: &str, account: Option<&Account>) -> Result<Folder> {
        let path = env::temp_dir().join(format!("lanegate-{name}-{}-{}", std::process::id(), free_port()?));
        fs::create_dir(&path).with_context(|| path.display().to_string())?;
        let folder = Folder(path);
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700))?;
        Account::give(account, &folder.0)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be deleted: {error}", self.0.display());
        }
    }
}

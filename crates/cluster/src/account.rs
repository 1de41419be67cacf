//! The account that PostgreSQL runs as. PostgreSQL refuses root, so a process of root uses another one.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, fchown, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::{Gid, Uid, User, geteuid};

use crate::{ClusterError, Result};

/// The accounts that root tries, in this order.
const CANDIDATES: [&str; 3] = ["lanegate", "postgres", "nobody"];

/// An account of the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    user: Uid,
    group: Gid,
    name: String,
    /// This process is root, so its children switch to the account.
    switch: bool,
}

impl Account {
    /// Finds the account for a data folder: this process's own, or, for root, the folder's owner, or the first of a few
    /// well-known accounts.
    ///
    /// # Errors
    /// If the folder belongs to somebody else, or there is no account with a name.
    pub fn for_folder(folder: &Path) -> Result<Self> {
        let own = geteuid();
        let owner = owner(&folder.join(crate::folder::CLUSTER)).or_else(|| owner(folder));
        match owner {
            Some(owner) if own.is_root() && !owner.is_root() => Self::of(owner, true),
            Some(owner) if !own.is_root() && owner != own => {
                Err(ClusterError::OtherOwner { folder: folder.to_owned(), owner: name_of(owner) })
            }
            _ if own.is_root() => Self::usual(),
            _ => Self::of(own, false),
        }
    }

    /// The account that root's PostgreSQL runs as where no folder decides.
    fn usual() -> Result<Self> {
        let mut users = CANDIDATES.iter().filter_map(|name| User::from_name(name).ok().flatten());
        let user = users.next().ok_or(ClusterError::NoAccount)?;
        Ok(Self { user: user.uid, group: user.gid, name: user.name, switch: true })
    }

    fn of(user: Uid, switch: bool) -> Result<Self> {
        let found = User::from_uid(user).ok().flatten().ok_or(ClusterError::Nameless(user.as_raw()))?;
        Ok(Self { user, group: found.gid, name: found.name, switch })
    }

    /// The account's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this process is root and the account another one.
    #[must_use]
    pub const fn is_switched(&self) -> bool {
        self.switch
    }

    /// A command that runs as the account, in a folder that everybody can enter, with no input.
    #[must_use]
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // PostgreSQL's programs look at the folder they start in, which may be closed to the account.
        command.current_dir("/").stdin(Stdio::null());
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        if self.switch {
            command.uid(self.user.as_raw()).gid(self.group.as_raw());
            command.env("HOME", "/").env("USER", &self.name).env("LOGNAME", &self.name);
        }
        command
    }

    /// Makes the account the owner of a file or folder. A link is not followed.
    ///
    /// # Errors
    /// The system's own.
    pub fn give(&self, path: &Path) -> Result<()> {
        if !self.switch {
            return Ok(());
        }
        lchown(path, Some(self.user.as_raw()), Some(self.group.as_raw())).map_err(ClusterError::path(path))
    }

    /// Makes the account the owner of an open file or folder.
    pub(crate) fn own(&self, file: &File) -> std::io::Result<()> {
        if self.switch { fchown(file, Some(self.user.as_raw()), Some(self.group.as_raw())) } else { Ok(()) }
    }

    /// Replaces a file with this text, with the account's own rights: in its folder it decides what a path leads to, and
    /// root must not follow.
    pub(crate) fn write(&self, path: &Path, text: &str) -> Result<()> {
        let failed = ClusterError::path(path);
        let done = || {
            let new = path.with_extension("new");
            let mut shell = self.command(Path::new("/bin/sh"));
            shell.args(["-c", "umask 077 && cat > \"$1\" && mv -f \"$1\" \"$2\"", "sh"]).arg(&new).arg(path);
            let mut child = shell.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
            if let Some(mut input) = child.stdin.take() {
                input.write_all(text.as_bytes())?;
            }
            let done = child.wait_with_output()?;
            let said = String::from_utf8_lossy(&done.stderr);
            if done.status.success() { Ok(()) } else { Err(std::io::Error::other(said.trim().to_owned())) }
        };
        done().map_err(failed)
    }

    /// The first folder on the way to a path that the account can't enter. Access lists are not considered.
    #[must_use]
    pub fn closed(&self, path: &Path) -> Option<PathBuf> {
        if !self.switch {
            return None;
        }
        let mut way: Vec<&Path> = path.ancestors().skip(1).collect();
        way.reverse();
        way.into_iter().find(|folder| !self.enters(folder)).map(Path::to_owned)
    }

    fn enters(&self, folder: &Path) -> bool {
        let Ok(about) = fs::metadata(folder) else { return true };
        let shift = match (about.uid() == self.user.as_raw(), about.gid() == self.group.as_raw()) {
            (true, _) => 6,
            (false, true) => 3,
            (false, false) => 0,
        };
        about.mode() >> shift & 1 == 1
    }
}

fn owner(path: &Path) -> Option<Uid> {
    fs::metadata(path).ok().map(|about| Uid::from_raw(about.uid()))
}

fn name_of(user: Uid) -> String {
    User::from_uid(user).ok().flatten().map_or_else(|| user.to_string(), |user| user.name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn somebody() -> Account {
        Account {
            user: Uid::from_raw(4_000_001),
            group: Gid::from_raw(4_000_001),
            name: "somebody".to_owned(),
            switch: true,
        }
    }

    #[test]
    fn the_first_closed_folder_on_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (open, closed) = (folder.path().join("open"), folder.path().join("open/closed"));
        fs::create_dir_all(&closed).unwrap();
        for (path, mode) in [(folder.path(), 0o755), (open.as_path(), 0o755), (closed.as_path(), 0o700)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let wanted = closed.join("data");
        assert_eq!(somebody().closed(&wanted), Some(closed.clone()));
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o711)).unwrap();
        assert_eq!(somebody().closed(&wanted), None);
        assert_eq!(Account { switch: false, ..somebody() }.closed(&wanted), None);
    }

    #[test]
    fn a_user_id_without_a_name_is_refused() {
        assert!(matches!(Account::of(Uid::from_raw(4_000_001), true), Err(ClusterError::Nameless(4_000_001))));
        assert_eq!(Account::of(Uid::from_raw(0), false).unwrap().name(), "root");
    }
}

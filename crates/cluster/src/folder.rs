//! The data folder: where it is, whose it is, and what it contains.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use nix::libc::{O_DIRECTORY, O_NOFOLLOW};

use crate::lock::Lock;
use crate::{Account, ClusterError, PidFile, Result};

/// The data folder where none is chosen, in the folder that the program was started in.
pub const DEFAULT_FOLDER: &str = "lanegate-data";

/// The data folder where none is chosen, the process is root, and the default one is closed to the account.
const PUBLIC_FOLDER: &str = "/var/lib/lanegate";

/// Where tools are kept that an account other than root must reach.
pub const PUBLIC_CACHE: &str = "/var/cache/lanegate";

/// The cluster's own folder in the data folder.
pub(crate) const CLUSTER: &str = "cluster";

/// A data folder, and the account that its PostgreSQL runs as.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    account: Account,
}

impl Folder {
    /// Finds the data folder: the chosen one, or the default one. Nothing is created.
    ///
    /// # Errors
    /// If the account can't reach it, or it belongs to somebody else.
    pub fn find(chosen: Option<&Path>) -> Result<Self> {
        let path = absolute(chosen.unwrap_or(Path::new(DEFAULT_FOLDER)))?;
        if path.to_str().is_none() {
            // PostgreSQL's settings are text.
            return Err(ClusterError::NotText(path));
        }
        let account = Account::for_folder(&path)?;
        match (account.closed(&path), chosen) {
            (None, _) => Ok(Self { path, account }),
            (Some(closed), Some(_)) => {
                Err(ClusterError::Closed { account: account.name().to_owned(), closed, folder: path })
            }
            (Some(_), None) => {
                let path = PathBuf::from(PUBLIC_FOLDER);
                Ok(Self { account: Account::for_folder(&path)?, path })
            }
        }
    }

    /// Creates the folder where it is missing, for its account alone.
    ///
    /// # Errors
    /// If it can't be created or opened.
    pub fn create(&self) -> Result<()> {
        let parent = self.path.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(ClusterError::path(parent))?;
        match DirBuilder::new().mode(0o700).create(&self.path) {
            // A power cut leaves the folder where its rows are.
            Ok(()) => File::open(parent).and_then(|parent| parent.sync_all()).map_err(ClusterError::path(parent))?,
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(ClusterError::path(&self.path)(cause)),
        }
        let flags = O_NOFOLLOW | O_DIRECTORY;
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(&self.path);
        let folder = opened.map_err(ClusterError::path(&self.path))?;
        let mut entries = fs::read_dir(&self.path).map_err(ClusterError::path(&self.path))?;
        let is_own = self.has_cluster() || entries.next().is_none();
        let owner = folder.metadata().map_err(ClusterError::path(&self.path))?.uid();
        if !is_own {
            // Its other contents are somebody's: it keeps its readers, and its owner.
            let is_roots = self.account.is_switched() && owner == 0;
            return if is_roots { Err(ClusterError::Occupied(self.path.clone())) } else { Ok(()) };
        }
        folder.set_permissions(Permissions::from_mode(0o700)).map_err(ClusterError::path(&self.path))?;
        self.account.own(&folder).map_err(ClusterError::path(&self.path))
    }

    /// Its path, from the root on.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The account that its PostgreSQL runs as.
    #[must_use]
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// The cluster's own folder.
    #[must_use]
    pub fn cluster(&self) -> PathBuf {
        self.path.join(CLUSTER)
    }

    /// Whether it contains a cluster.
    #[must_use]
    pub fn has_cluster(&self) -> bool {
        self.version().is_some()
    }

    /// The major version of its cluster.
    #[must_use]
    pub fn version(&self) -> Option<u32> {
        fs::read_to_string(self.cluster().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// What PostgreSQL last said of itself, if it runs or ended without being stopped.
    #[must_use]
    pub fn pid_file(&self) -> Option<PidFile> {
        PidFile::read(&self.cluster())
    }

    /// Takes the lock of the server that uses the folder. `None` if another server has it.
    ///
    /// # Errors
    /// If the lock file can't be opened.
    pub fn lock_for_server(&self) -> Result<Option<Lock>> {
        Lock::take(&self.path.join("server.lock"), &self.account)
    }

    /// Takes the lock of the server that runs the cluster: who holds it has the lock of the cluster, too. `None` if a server
    /// runs it.
    ///
    /// # Errors
    /// If the lock file can't be opened.
    pub fn lock_for_serving(&self) -> Result<Option<Lock>> {
        Lock::take(&self.path.join("serving.lock"), &self.account)
    }

    /// Takes the lock of whoever runs the cluster, a server or a command. `None` if somebody has it.
    ///
    /// # Errors
    /// If the lock file can't be opened.
    pub fn lock_for_cluster(&self) -> Result<Option<Lock>> {
        Lock::take(&self.path.join("cluster.lock"), &self.account)
    }
}

/// A path from the root on, with links followed as far as it exists.
fn absolute(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(ClusterError::path(path))?;
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    let real = path.parent().and_then(|parent| parent.canonicalize().ok());
    Ok(match (real, path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_or_empty_folder_becomes_private_and_one_with_other_contents_stays_as_it_is() {
        let root = tempfile::tempdir().unwrap();
        fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
        let new = Folder::find(Some(&root.path().join("a/b c/ü"))).unwrap();
        new.create().unwrap();
        assert_eq!(mode(new.path()), 0o700);

        let other = root.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::set_permissions(&other, Permissions::from_mode(0o755)).unwrap();
        fs::write(other.join("notes"), "").unwrap();
        let folder = Folder::find(Some(&other)).unwrap();
        // It is root's where the tests are, and then it isn't given to another account either.
        let is_occupied = matches!(folder.create(), Err(ClusterError::Occupied(_)));
        assert_eq!((is_occupied, mode(&other)), (folder.account().is_switched(), 0o755));
        fs::remove_file(other.join("notes")).unwrap();
        folder.create().unwrap();
        assert_eq!(mode(&other), 0o700);
    }

    #[test]
    fn a_lock_is_held_by_one_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::find(Some(root.path())).unwrap();
        let held = folder.lock_for_server().unwrap();
        assert!(held.is_some() && folder.lock_for_server().unwrap().is_none());
        assert!(folder.lock_for_cluster().unwrap().is_some(), "the two are independent");
        drop(held);
        assert!(folder.lock_for_server().unwrap().is_some());
    }
}

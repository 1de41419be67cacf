//! Locks on files. The system releases them when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::libc::O_NOFOLLOW;

use crate::{Account, ClusterError, Result};

/// A lock that is held as long as the value lives. Child processes don't inherit it.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(path: &Path, account: &Account) -> Result<Option<Self>> {
        let file = open(path, account).map_err(ClusterError::path(path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(ClusterError::path(path)(cause)),
        }
    }
}

/// Opens the file, or creates it for the account. Links are not followed: the folder may be another account's, and this
/// process root.
fn open(path: &Path, account: &Account) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600).custom_flags(O_NOFOLLOW);
    match options.clone().create_new(true).open(path) {
        Ok(new) => account.own(&new).map(|()| new),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => options.open(path),
        Err(cause) => Err(cause),
    }
}

//! Locks on files. The system releases them when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::{Account, ClusterError, Result};

/// A lock that is held as long as the value lives. Child processes don't inherit it.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(path: &Path, account: &Account) -> Result<Option<Self>> {
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(path);
        let file = opened.map_err(ClusterError::path(path))?;
        account.give(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(ClusterError::path(path)(cause)),
        }
    }
}

//! Opens an import.

use lanegate_wire::{ImportStatus, Lane, OpenImport};

use super::StoreError;
use crate::db::Db;

/// Opens an import, or finds it opened with the same content; says whether it is new.
///
/// # Errors
/// [`StoreError::ImportDiffers`], [`StoreError::ImportIdRefused`], [`StoreError::ImportExpired`],
/// [`StoreError::KindUnknown`], or the database's own.
pub async fn open(db: &Db, lane: Lane, who: &str, import: &OpenImport) -> Result<(ImportStatus, bool), StoreError> {
    let _ = (db, lane, who, import);
    Err(StoreError::ImportUnknown)
}

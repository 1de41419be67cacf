//! The proof of a commit, as often as it is asked for.

use lanegate_wire::{Lane, Receipt};
use uuid::Uuid;

use super::StoreError;
use super::found::Found;
use crate::db::Db;

/// The receipt of a committed import.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn receipt(db: &Db, lane: Lane, id: Uuid) -> Result<Receipt, StoreError> {
    let mut tx = db.read(lane).await?;
    Found::known(&mut tx, lane, id).await?.status.receipt.ok_or(StoreError::NotCommitted)
}

//! The proof of a commit, as often as it is asked for.

use lanegate_wire::{Lane, Receipt, ReceiptPage};
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// The receipt of a committed import.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn receipt(db: &Db, lane: Lane, id: Uuid) -> Result<Receipt, StoreError> {
    let _ = (db, lane, id);
    Err(StoreError::ImportUnknown)
}

/// Where the rows of a committed import went, by row number.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn receipt_rows(db: &Db, lane: Lane, id: Uuid, after: Option<u32>) -> Result<ReceiptPage, StoreError> {
    let _ = (db, lane, id, after);
    Err(StoreError::ImportUnknown)
}

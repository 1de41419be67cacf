//! What a commit would do, row by row.

use lanegate_wire::{Fate, Lane, LeaveOut, PlanPage, PlanSummary};
use uuid::Uuid;

use super::StoreError;
use crate::db::Db;

/// Computes what a commit would do, and keeps it with the import.
///
/// # Errors
/// [`StoreError::BatchesMissing`], [`StoreError::RowsDiffer`], [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn plan(db: &Db, lane: Lane, id: Uuid, leave_out: &LeaveOut) -> Result<PlanSummary, StoreError> {
    let _ = (db, lane, id, leave_out);
    Err(StoreError::ImportUnknown)
}

/// A page of the last plan, by row number; `fate` shows the rows of one fate alone.
///
/// # Errors
/// [`StoreError::PlanMissing`], or the database's own.
pub async fn plan_page(
    db: &Db,
    lane: Lane,
    id: Uuid,
    fate: Option<Fate>,
    after: Option<u32>,
) -> Result<PlanPage, StoreError> {
    let _ = (db, lane, id, fate, after);
    Err(StoreError::ImportUnknown)
}

//! What a commit would do, row by row.

use chrono::{DateTime, Utc};
use lanegate_check::Kind;
use lanegate_wire::{ImportStatus, Lane, LeaveOut, PlanSummary};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::found::{Found, signed};
use super::{StoreError, planning, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// Computes what a commit would do, and keeps it with the import.
///
/// # Errors
/// [`StoreError::BatchesMissing`], [`StoreError::RowsDiffer`], [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn plan(db: &Db, lane: Lane, id: Uuid, leave_out: &LeaveOut) -> Result<PlanSummary, StoreError> {
    db.write(lane, |tx| once(tx, lane, id, leave_out)).await
}

async fn once(mut tx: Tx, lane: Lane, id: Uuid, leave_out: &LeaveOut) -> Result<PlanSummary, StoreError> {
    let found = Found::still_open(&mut tx, lane, id).await?;
    if !found.status.missing_batches.is_empty() {
        return Err(StoreError::BatchesMissing(found.status.missing_batches));
    }
    let row = Statement::new(statements::STAGED_ROWS).bind(id).one(&mut tx).await?;
    let staged: i64 = row.try_get("staged").map_err(DbError::from)?;
    let expected = found.status.import.rows;
    if staged != i64::from(expected) {
        return Err(StoreError::RowsDiffer { expected, staged: u32::try_from(staged).unwrap_or(u32::MAX) });
    }
    let summary = make(&mut tx, found.kind()?, &found.status, leave_out).await?;
    tx.commit().await?;
    Ok(summary)
}

/// Computes the plan, keeps it by row and in numbers, and leaves the transaction to the caller.
pub(super) async fn make(
    tx: &mut Tx,
    kind: &'static Kind,
    status: &ImportStatus,
    leave_out: &LeaveOut,
) -> Result<PlanSummary, StoreError> {
    let id = status.import.id;
    // Before the first lookup: what changes later makes another number.
    let row = Statement::new(statements::RECORDS).one(tx).await?;
    let records: i64 = row.try_get("records").map_err(DbError::from)?;
    let planned = planning::plan(tx, kind, id, status.import.rows, leave_out).await?;
    let summary = PlanSummary {
        import: id,
        digest: planned.digest,
        counts: planned.counts,
        left_out: planned.left_out,
        retracted: planned.retracted,
        committable: planned.committable,
        planned_at: now(tx).await?,
    };
    Statement::new(statements::PLAN_PUT)
        .bind(id)
        .bind(Json(summary.clone()))
        .bind(Json(leave_out.clone()))
        .bind(signed(lanegate_plan::RULES))
        .bind(records)
        .run(tx)
        .await?;
    Ok(summary)
}

/// What an import's last plan left out, and whether that plan still holds.
pub(super) struct Basis {
    /// It can be as long as the import, so nothing else loads it.
    pub(super) leave_out: LeaveOut,
    /// Neither the lane's records nor the planner's rules have changed since. Then planning again would give the same.
    pub(super) is_unchanged: bool,
}

impl Basis {
    pub(super) async fn get(tx: &mut Tx, id: Uuid) -> Result<Self, DbError> {
        let row = Statement::new(statements::PLAN_BASIS).bind(id).one(tx).await?;
        let leave_out: Option<Json<LeaveOut>> = row.try_get("leave_out")?;
        let planned: (Option<i32>, Option<i64>) = (row.try_get("planner")?, row.try_get("planned_records")?);
        let now = (Some(signed(lanegate_plan::RULES)), Some(row.try_get("records")?));
        Ok(Self {
            leave_out: leave_out.map(|Json(leave_out)| leave_out).unwrap_or_default(),
            is_unchanged: planned == now,
        })
    }
}

/// The database's clock, to the microsecond, so that what is stored reads back the same.
pub(super) async fn now(tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
    Ok(Statement::new(statements::NOW).one(tx).await?.try_get("now").map_err(DbError::from)?)
}

//! What a commit would do, row by row.

use chrono::{DateTime, Utc};
use lanegate_wire::{Fate, FateCounts, Lane, LeaveOut, PlanPage, PlanRow, PlanSummary, RetractedDuplicates};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::found::{Found, absent, signed};
use super::statements::{self, KindStatements};
use super::{PAGE_ROWS, StoreError};
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
    let summary = make(&mut tx, found.statements()?, id, leave_out).await?;
    tx.commit().await?;
    Ok(summary)
}

/// Computes the plan, keeps it by row and in numbers, and leaves the transaction to the caller.
pub(super) async fn make(
    tx: &mut Tx,
    kind: &KindStatements,
    id: Uuid,
    leave_out: &LeaveOut,
) -> Result<PlanSummary, StoreError> {
    Statement::new(statements::PLAN_CLEAR).bind(id).run(tx).await?;
    with_leave_out(Statement::new(kind.plan_store).bind(id), leave_out).run(tx).await?;
    let digest = digest(Statement::new(statements::DIGEST_STORED).bind(id), tx).await?;
    let (mut counts, mut left_out) = (FateCounts::new(), FateCounts::new());
    for row in Statement::new(statements::COUNTS).bind(id).all(tx).await? {
        let (fate, out, rows) = counted(&row)?;
        *if out { &mut left_out } else { &mut counts }.entry(fate).or_insert(0) += rows;
    }
    let retracted = retracted(Statement::new(kind.mark_retracted).bind(id), tx).await?;
    let committable = !counts.keys().any(|fate| fate.blocks());
    let planned_at = now(tx).await?;
    let summary = PlanSummary { import: id, digest, counts, left_out, retracted, committable, planned_at };
    Statement::new(statements::PLAN_PUT)
        .bind(id)
        .bind(Json(summary.clone()))
        .bind(Json(leave_out.clone()))
        .run(tx)
        .await?;
    Ok(summary)
}

/// What an import's last plan left out. It can be as long as the import, so nothing else loads it.
pub(super) async fn left_out(tx: &mut Tx, id: Uuid) -> Result<LeaveOut, StoreError> {
    let row = Statement::new(statements::LEAVE_OUT).bind(id).one(tx).await?;
    let leave_out: Option<Json<LeaveOut>> = row.try_get("leave_out").map_err(DbError::from)?;
    Ok(leave_out.map(|Json(leave_out)| leave_out).unwrap_or_default())
}

/// The digest of the plan as it is now; keeps nothing.
pub(super) async fn digest_now(
    tx: &mut Tx,
    kind: &KindStatements,
    id: Uuid,
    leave_out: &LeaveOut,
) -> Result<String, StoreError> {
    digest(with_leave_out(Statement::new(kind.plan_digest).bind(id), leave_out), tx).await
}

fn with_leave_out(statement: Statement, leave_out: &LeaveOut) -> Statement {
    let fates: Vec<String> = leave_out.fates.iter().map(|fate| fate.as_str().to_owned()).collect();
    let rows: Vec<i32> = leave_out.rows.iter().copied().map(signed).collect();
    statement.bind(fates).bind(rows)
}

async fn digest(statement: Statement, tx: &mut Tx) -> Result<String, StoreError> {
    Ok(statement.one(tx).await?.try_get("digest").map_err(DbError::from)?)
}

/// The database's clock, to the microsecond, so that what is stored reads back the same.
pub(super) async fn now(tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
    Ok(Statement::new(statements::NOW).one(tx).await?.try_get("now").map_err(DbError::from)?)
}

async fn retracted(marking: Statement, tx: &mut Tx) -> Result<Vec<RetractedDuplicates>, DbError> {
    let rows = marking.all(tx).await?;
    let found = rows.iter().map(|row| {
        let count: i64 = row.try_get("rows")?;
        Ok(RetractedDuplicates { import: row.try_get("import_id")?, rows: u32::try_from(count).unwrap_or(u32::MAX) })
    });
    Ok(found.collect::<Result<_, sqlx::Error>>()?)
}

fn counted(row: &sqlx::postgres::PgRow) -> Result<(Fate, bool, u32), DbError> {
    let name: String = row.try_get("fate")?;
    let fate = Fate::named(&name).ok_or_else(|| sqlx::Error::Decode(format!("no fate is named {name}").into()))?;
    let rows: i64 = row.try_get("rows")?;
    Ok((fate, row.try_get("left_out")?, u32::try_from(rows).unwrap_or(u32::MAX)))
}

/// A page of the last plan, by row number; `fate` shows the rows of one fate alone.
///
/// # Errors
/// [`StoreError::PlanMissing`], [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn plan_page(
    db: &Db,
    lane: Lane,
    id: Uuid,
    fate: Option<Fate>,
    after: Option<u32>,
) -> Result<PlanPage, StoreError> {
    let mut tx = db.browse(lane).await?;
    let row = Statement::new(statements::PLAN_PAGE)
        .bind(id)
        .bind(fate.map(Fate::as_str))
        .bind(after.map(signed))
        // One more than a page tells whether there is another.
        .bind(i64::from(PAGE_ROWS) + 1)
        .maybe(&mut tx)
        .await?
        .ok_or_else(|| absent(id))?;
    if row.try_get::<bool, _>("committed").map_err(DbError::from)? {
        return Err(StoreError::AlreadyCommitted);
    }
    let digest: Option<String> = row.try_get("digest").map_err(DbError::from)?;
    let digest = digest.ok_or(StoreError::PlanMissing)?;
    let rows: Vec<Json<PlanRow>> = row.try_get("rows").map_err(DbError::from)?;
    let mut rows: Vec<PlanRow> = rows.into_iter().map(|Json(row)| row).collect();
    let next = cut(&mut rows, |row| row.row);
    Ok(PlanPage { digest, rows, next })
}

/// Cuts what is over a page; says after which row the next one begins.
pub(super) fn cut<T>(rows: &mut Vec<T>, number: impl Fn(&T) -> u32) -> Option<u32> {
    if rows.len() <= PAGE_ROWS as usize {
        return None;
    }
    rows.truncate(PAGE_ROWS as usize);
    rows.last().map(number)
}

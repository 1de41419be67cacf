//! Pages of a plan and of a receipt, read batch by batch.

use lanegate_wire::{Fate, Lane, PlanPage, PlanRow, ReceiptPage, ReceiptRow};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::batches::plan_rows;
use super::changes::kept_columns;
use super::found::{absent, signed, unsigned};
use super::{PAGE_ROWS, StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// As many batches are read for a page at most. Where they have few rows to show, it is a short one.
const BATCHES: usize = 16;
/// And until they have this many bytes.
const BYTES: usize = 4 << 20;

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
    let statement = Statement::new(statements::PLAN_PAGE).bind(id).bind(fate.map(Fate::as_str));
    let (batches, more) = batches(statement, after, &mut tx).await?;
    let first = batches.first().ok_or_else(|| absent(id))?;
    if first.try_get::<bool, _>("committed").map_err(DbError::from)? {
        return Err(StoreError::AlreadyCommitted);
    }
    let digest: Option<String> = first.try_get("digest").map_err(DbError::from)?;
    let digest = digest.ok_or(StoreError::PlanMissing)?;
    let shown = |row: &PlanRow| fate.is_none_or(|fate| row.fate == fate);
    let (rows, next) = page(&batches, more, after, shown)?;
    Ok(PlanPage { digest, rows, next })
}

/// Where the rows of a committed import went, by row number; `kept` shows those alone that a retraction could not put back wholly.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn receipt_rows(
    db: &Db,
    lane: Lane,
    id: Uuid,
    after: Option<u32>,
    kept: bool,
) -> Result<ReceiptPage, StoreError> {
    let mut tx = db.browse(lane).await?;
    let statement = Statement::new(statements::RECEIPT_PAGE).bind(id).bind(kept);
    let (batches, more) = batches(statement, after, &mut tx).await?;
    let first = batches.first().ok_or_else(|| absent(id))?;
    if !first.try_get::<bool, _>("committed").map_err(DbError::from)? {
        return Err(StoreError::NotCommitted);
    }
    let sheet = first.try_get("sheet").map_err(DbError::from)?;
    let range = (after.map_or(0, signed), signed(last_row(&batches)?));
    let mut columns = kept_columns(&mut tx, id, range).await?;
    let (rows, next) = page(&batches, more, after, |row| !kept || columns.contains_key(&row.row))?;
    let rows = rows.into_iter().map(|PlanRow { row, fate, key, left_out, .. }| ReceiptRow {
        kept: columns.remove(&row).unwrap_or_default(),
        row,
        fate,
        key,
        left_out,
    });
    Ok(ReceiptPage { sheet, rows: rows.collect(), next })
}

/// The batches that a page is made of; says whether there are more.
async fn batches(statement: Statement, after: Option<u32>, tx: &mut Tx) -> Result<(Vec<PgRow>, bool), DbError> {
    // One more than are read tells whether there is another.
    let statement = statement.bind(after.map(signed)).bind(BATCHES as i64 + 1);
    statement.first(tx, BATCHES, BYTES).await
}

fn last_row(batches: &[PgRow]) -> Result<u32, DbError> {
    let last: Option<i32> = batches.last().map(|batch| batch.try_get("last_row")).transpose()?.flatten();
    Ok(last.map_or(0, unsigned))
}

/// The rows of a page, and after which row the next one begins.
fn page(
    batches: &[PgRow],
    more: bool,
    after: Option<u32>,
    shown: impl Fn(&PlanRow) -> bool,
) -> Result<(Vec<PlanRow>, Option<u32>), DbError> {
    let mut rows: Vec<PlanRow> = Vec::new();
    for batch in batches {
        let of_batch = plan_rows(batch)?.into_iter();
        rows.extend(of_batch.filter(|row| after.is_none_or(|after| row.row > after) && shown(row)));
        if rows.len() > PAGE_ROWS as usize {
            rows.truncate(PAGE_ROWS as usize);
            let next = rows.last().map(|row| row.row);
            return Ok((rows, next));
        }
    }
    let next = if more { Some(last_row(batches)?) } else { None };
    Ok((rows, next))
}

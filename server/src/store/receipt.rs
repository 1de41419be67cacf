//! The proof of a commit, as often as it is asked for.

use lanegate_wire::{Lane, Receipt, ReceiptPage, ReceiptRow};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::found::{Found, absent, signed};
use super::plan::cut;
use super::{PAGE_ROWS, StoreError, statements};
use crate::db::{Db, DbError, Statement};

/// The receipt of a committed import.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn receipt(db: &Db, lane: Lane, id: Uuid) -> Result<Receipt, StoreError> {
    let mut tx = db.read(lane).await?;
    Found::known(&mut tx, lane, id).await?.status.receipt.ok_or(StoreError::NotCommitted)
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
    let row = Statement::new(statements::RECEIPT_ROWS)
        .bind(id)
        .bind(after.map(signed))
        // One more than a page tells whether there is another.
        .bind(i64::from(PAGE_ROWS) + 1)
        .bind(kept)
        .maybe(&mut tx)
        .await?
        .ok_or_else(|| absent(id))?;
    if !row.try_get::<bool, _>("committed").map_err(DbError::from)? {
        return Err(StoreError::NotCommitted);
    }
    let rows: Vec<Json<ReceiptRow>> = row.try_get("rows").map_err(DbError::from)?;
    let mut rows: Vec<ReceiptRow> = rows.into_iter().map(|Json(row)| row).collect();
    let next = cut(&mut rows, |row| row.row);
    Ok(ReceiptPage { sheet: row.try_get("sheet").map_err(DbError::from)?, rows, next })
}

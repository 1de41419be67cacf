//! Stages a batch of rows that the check crate has passed.

use lanegate_wire::Lane;
use sqlx::Row as _;
use uuid::Uuid;

use super::found::{Found, signed};
use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};
use crate::recheck::CheckedBatch;

/// Stages batch `n` as it was sent. The same content again is fine; other content under the same number is refused.
///
/// # Errors
/// [`StoreError::BatchDiffers`], [`StoreError::BatchOutOfRange`], [`StoreError::RowsDisordered`],
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn stage(db: &Db, lane: Lane, id: Uuid, n: u32, batch: &CheckedBatch) -> Result<(), StoreError> {
    db.write(lane, |tx| once(tx, lane, id, n, batch)).await
}

async fn once(mut tx: Tx, lane: Lane, id: Uuid, n: u32, batch: &CheckedBatch) -> Result<(), StoreError> {
    let found = Found::known(&mut tx, lane, id).await?;
    let batches = found.status.import.batches;
    if n >= batches {
        return Err(StoreError::BatchOutOfRange { n, batches });
    }
    if let Some(staged) = Statement::new(statements::BATCH_GET).bind(id).bind(signed(n)).maybe(&mut tx).await? {
        let same = staged.try_get::<String, _>("digest").map_err(DbError::from)? == batch.digest;
        return if same { Ok(()) } else { Err(StoreError::BatchDiffers { n }) };
    }
    if found.status.receipt.is_some() {
        return Err(StoreError::AlreadyCommitted);
    }
    let (first, last) = (signed(batch.first_row), signed(batch.last_row));
    let overlaps =
        Statement::new(statements::BATCH_OVERLAPS).bind(id).bind(signed(n)).bind(first).bind(last).one(&mut tx).await?;
    if overlaps.try_get::<Option<bool>, _>("overlaps").map_err(DbError::from)? == Some(true) {
        return Err(StoreError::RowsDisordered { n });
    }
    Statement::new(statements::BATCH_PUT)
        .bind(id)
        .bind(signed(n))
        .bind(batch.digest.clone())
        .bind(batch.json.clone())
        .bind(signed(batch.rows))
        .bind(first)
        .bind(last)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

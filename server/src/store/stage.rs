//! Stages a batch of rows that the check crate has passed.

use lanegate_check::Staged;
use lanegate_wire::Lane;
use serde_json::{Map, Value};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::found::{Found, signed};
use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement};

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
    if !rows.is_sorted_by(|one, next| one.row < next.row) {
        return Err(StoreError::RowsDisordered { n });
    }
    let mut tx = db.write(lane).await?;
    let found = Found::known(&mut tx, lane, id).await?;
    let batches = found.status.import.batches;
    if n >= batches {
        return Err(StoreError::BatchOutOfRange { n, batches });
    }
    if let Some(staged) = Statement::new(statements::BATCH_GET).bind(id).bind(signed(n)).maybe(&mut tx).await? {
        let same = staged.try_get::<String, _>("digest").map_err(DbError::from)? == digest;
        return if same { Ok(()) } else { Err(StoreError::BatchDiffers { n }) };
    }
    if found.status.receipt.is_some() {
        return Err(StoreError::AlreadyCommitted);
    }
    let first = rows.first().map(|row| signed(row.row));
    let last = rows.last().map(|row| signed(row.row));
    let overlaps =
        Statement::new(statements::BATCH_OVERLAPS).bind(id).bind(signed(n)).bind(first).bind(last).one(&mut tx).await?;
    if overlaps.try_get::<Option<bool>, _>("overlaps").map_err(DbError::from)? == Some(true) {
        return Err(StoreError::RowsDisordered { n });
    }
    let records: Vec<Value> = rows.iter().map(record).collect();
    Statement::new(found.statements()?.stage).bind(id).bind(Json(records)).run(&mut tx).await?;
    Statement::new(statements::BATCH_PUT)
        .bind(id)
        .bind(signed(n))
        .bind(digest.to_owned())
        .bind(i32::try_from(bytes).unwrap_or(i32::MAX))
        .bind(i32::try_from(rows.len()).unwrap_or(i32::MAX))
        .bind(first)
        .bind(last)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// A row as the staging statement reads it: number, fields and keys side by side.
fn record(staged: &Staged) -> Value {
    let mut record = Map::new();
    record.insert("row".into(), staged.row.into());
    for (name, value) in &staged.fields {
        let value = match value {
            lanegate_wire::Value::Whole(number) => Value::from(*number),
            lanegate_wire::Value::Text(text) => Value::from(text.as_str()),
        };
        record.insert(name.clone(), value);
    }
    for (name, key) in &staged.keys {
        record.insert((*name).to_owned(), Value::from(key.as_str()));
    }
    Value::Object(record)
}

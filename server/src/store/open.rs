//! Opens an import.

use lanegate_wire::{ImportStatus, Lane, OpenImport};
use sqlx::types::Json;

use super::found::{Found, absent, kind_of, made_at, signed};
use super::{StoreError, statements};
use crate::db::{Db, Statement, Tx};

/// Opens an import, or finds it opened with the same content; says whether it is new.
///
/// # Errors
/// [`StoreError::ImportDiffers`], [`StoreError::ImportIdRefused`], [`StoreError::ImportExpired`],
/// [`StoreError::KindUnknown`], or the database's own.
pub async fn open(db: &Db, lane: Lane, who: &str, import: &OpenImport) -> Result<(ImportStatus, bool), StoreError> {
    if made_at(import.id).is_none() {
        return Err(StoreError::ImportIdRefused);
    }
    if kind_of(lane, &import.kind).is_none() {
        return Err(StoreError::KindUnknown(import.kind.clone()));
    }
    db.write(lane, |tx| once(tx, lane, who, import)).await
}

async fn once(mut tx: Tx, lane: Lane, who: &str, import: &OpenImport) -> Result<(ImportStatus, bool), StoreError> {
    if let Some(found) = Found::get(&mut tx, lane, import.id).await? {
        return if found.status.import == *import { Ok((found.status, false)) } else { Err(StoreError::ImportDiffers) };
    }
    if matches!(absent(import.id), StoreError::ImportExpired) {
        return Err(StoreError::ImportExpired);
    }
    Statement::new(statements::OPEN)
        .bind(import.id)
        .bind(import.kind.clone())
        .bind(import.sheet.clone())
        .bind(signed(import.rows))
        .bind(signed(import.batches))
        .bind(Json(import.clone()))
        .bind(who.to_owned())
        .run(&mut tx)
        .await?;
    let found = Found::known(&mut tx, lane, import.id).await?;
    tx.commit().await?;
    Ok((found.status, true))
}

//! Takes back what an import has set going, and gives it back. Facts stay, and so does the receipt.

use lanegate_wire::{ImportState, ImportStatus, Lane, Undone};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::found::Found;
use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// Retracts a committed import, or finds it retracted.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn retract(db: &Db, lane: Lane, who: &str, id: Uuid, reason: &str) -> Result<ImportStatus, StoreError> {
    db.write(lane, |tx| retract_once(tx, lane, who, id, reason)).await
}

async fn retract_once(mut tx: Tx, lane: Lane, who: &str, id: Uuid, reason: &str) -> Result<ImportStatus, StoreError> {
    if let Some(as_asked) = already(&mut tx, lane, id, ImportState::Retracted).await? {
        return Ok(as_asked);
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    let did = match lane {
        Lane::Sales => {
            let shown = format!("Its import was retracted: {reason}");
            let intents = Statement::new(statements::EXCLUDE).bind(id).bind(shown).run(&mut tx).await?;
            Undone { intents: count(intents), ..Undone::default() }
        }
        Lane::Partners => {
            let partners = put(&mut tx, id, "before", "after").await?;
            let intents = Statement::new(statements::PAUSE).bind(id).run(&mut tx).await?;
            Undone { intents: count(intents), ..partners }
        }
    };
    Statement::new(statements::RETRACT)
        .bind(id)
        .bind(reason.to_owned())
        .bind(who.to_owned())
        .bind(Json(did))
        .run(&mut tx)
        .await?;
    finish(tx, lane, id).await
}

/// Reinstates a retracted import, or finds it standing.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn reinstate(db: &Db, lane: Lane, who: &str, id: Uuid) -> Result<ImportStatus, StoreError> {
    db.write(lane, |tx| reinstate_once(tx, lane, who, id)).await
}

async fn reinstate_once(mut tx: Tx, lane: Lane, who: &str, id: Uuid) -> Result<ImportStatus, StoreError> {
    if let Some(as_asked) = already(&mut tx, lane, id, ImportState::Committed).await? {
        return Ok(as_asked);
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    let did = match lane {
        Lane::Sales => {
            let intents = Statement::new(statements::INCLUDE).bind(id).run(&mut tx).await?;
            Undone { intents: count(intents), ..Undone::default() }
        }
        Lane::Partners => {
            let partners = put(&mut tx, id, "after", "before").await?;
            let intents = Statement::new(statements::RESUME).bind(id).run(&mut tx).await?;
            Undone { intents: count(intents), ..partners }
        }
    };
    Statement::new(statements::REINSTATE).bind(id).bind(who.to_owned()).bind(Json(did)).run(&mut tx).await?;
    finish(tx, lane, id).await
}

/// The import, where it is in the wanted state already.
async fn already(tx: &mut Tx, lane: Lane, id: Uuid, wanted: ImportState) -> Result<Option<ImportStatus>, StoreError> {
    let found = Found::known(tx, lane, id).await?;
    match found.status.state {
        ImportState::Open => Err(StoreError::NotCommitted),
        state if state == wanted => Ok(Some(found.status)),
        _ => Ok(None),
    }
}

/// Puts the values of partners to one side of the import, where they stand at the other.
async fn put(tx: &mut Tx, id: Uuid, to: &'static str, from: &'static str) -> Result<Undone, DbError> {
    let row = Statement::new(statements::PUT_BACK).bind(id).bind(to).bind(from).one(tx).await?;
    let number = |name| row.try_get::<i64, _>(name).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Ok(Undone { intents: 0, partners_put_back: number("put_back")?, partners_kept: number("kept")? })
}

/// Scores the partners whose values or meetings have come or gone, and makes it last.
async fn finish(mut tx: Tx, lane: Lane, id: Uuid) -> Result<ImportStatus, StoreError> {
    if lane == Lane::Partners {
        Statement::new(statements::SCORE_PARTNERS).bind(id).run(&mut tx).await?;
    }
    let found = Found::known(&mut tx, lane, id).await?;
    tx.commit().await?;
    Ok(found.status)
}

fn count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

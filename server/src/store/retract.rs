//! Takes back what an import has set going, and gives it back. Facts stay, and so does the receipt.

use std::collections::BTreeSet;

use lanegate_wire::{Fate, ImportState, ImportStatus, Lane};
use sqlx::types::Json;
use uuid::Uuid;

use super::batches::{self, BatchFates};
use super::changes::{Side, put_back};
use super::found::Found;
use super::score::score_partners;
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
    let found = Found::known(&mut tx, lane, id).await?;
    if is_in_state(&found, ImportState::Retracted)? {
        return Ok(found.status);
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    let mut did = put_back(&mut tx, found.kind()?, id, Side::Before).await?;
    let (intents, partners) = match lane {
        Lane::Sales => {
            let shown = format!("Its import was retracted: {reason}");
            of_meetings(&mut tx, id, |statement| statement.bind(shown.clone()), statements::EXCLUDE).await?
        }
        Lane::Partners => of_partners(&mut tx, id, statements::PAUSE).await?,
    };
    did.intents = intents;
    Statement::new(statements::RETRACT)
        .bind(id)
        .bind(reason.to_owned())
        .bind(who.to_owned())
        .bind(Json(did))
        .run(&mut tx)
        .await?;
    finish(tx, lane, id, partners).await
}

/// Reinstates a retracted import, or finds it standing.
///
/// # Errors
/// [`StoreError::NotCommitted`], [`StoreError::ImportUnknown`], or the database's own.
pub async fn reinstate(db: &Db, lane: Lane, who: &str, id: Uuid) -> Result<ImportStatus, StoreError> {
    db.write(lane, |tx| reinstate_once(tx, lane, who, id)).await
}

async fn reinstate_once(mut tx: Tx, lane: Lane, who: &str, id: Uuid) -> Result<ImportStatus, StoreError> {
    let found = Found::known(&mut tx, lane, id).await?;
    if is_in_state(&found, ImportState::Committed)? {
        return Ok(found.status);
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    let mut did = put_back(&mut tx, found.kind()?, id, Side::After).await?;
    let (intents, partners) = match lane {
        Lane::Sales => of_meetings(&mut tx, id, |statement| statement, statements::INCLUDE).await?,
        Lane::Partners => of_partners(&mut tx, id, statements::RESUME).await?,
    };
    did.intents = intents;
    Statement::new(statements::REINSTATE).bind(id).bind(who.to_owned()).bind(Json(did)).run(&mut tx).await?;
    finish(tx, lane, id, partners).await
}

/// Whether a committed import is in the wanted state already.
fn is_in_state(found: &Found, wanted: ImportState) -> Result<bool, StoreError> {
    match found.status.state {
        ImportState::Open => Err(StoreError::NotCommitted),
        state => Ok(state == wanted),
    }
}

/// The number of intents that a statement changed, and the partners that have to be scored again.
type Touched = (u32, BTreeSet<Uuid>);

/// Changes the intents of the meetings that an import inserted.
async fn of_meetings(
    tx: &mut Tx,
    id: Uuid,
    bind: impl Fn(Statement) -> Statement,
    sql: &'static str,
) -> Result<Touched, DbError> {
    let mut intents = 0;
    for batch in batches::staged(tx, id).await? {
        let keys = BatchFates::get(tx, id, batch).await?.keys(&[Fate::New]);
        intents += count(bind(Statement::new(sql).bind(id).bind(keys)).run(tx).await?);
    }
    Ok((intents, BTreeSet::new()))
}

/// Changes the intents of the partners that an import created or whose meetings it inserted.
async fn of_partners(tx: &mut Tx, id: Uuid, sql: &'static str) -> Result<Touched, DbError> {
    let (mut intents, mut touched) = (0, BTreeSet::new());
    for batch in batches::staged(tx, id).await? {
        let fates = BatchFates::get(tx, id, batch).await?;
        let partners: Vec<Uuid> = fates.partners(&[Fate::New, Fate::Create]).into_iter().collect();
        intents += count(Statement::new(sql).bind(id).bind(partners).run(tx).await?);
        touched.extend(fates.partners(&[Fate::New, Fate::Create, Fate::Update, Fate::Unchanged]));
    }
    Ok((intents, touched))
}

/// Scores the partners whose values or meetings have come or gone, and makes it last.
async fn finish(mut tx: Tx, lane: Lane, id: Uuid, partners: BTreeSet<Uuid>) -> Result<ImportStatus, StoreError> {
    score_partners(&mut tx, id, partners).await?;
    let found = Found::known(&mut tx, lane, id).await?;
    tx.commit().await?;
    Ok(found.status)
}

fn count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

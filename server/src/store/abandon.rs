//! Forgetting imports: asked for by a person, or because nobody came back.

use std::time::Duration;

use lanegate_wire::Lane;
use sqlx::Row as _;
use uuid::Uuid;

use super::found::Found;
use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// As many imports are forgotten in one transaction, so that none is long.
const AT_ONCE: i64 = 20;

/// Who the audit log says deleted what nobody came back for.
const SERVER: &str = "lanegate-server";

/// Somebody who abandons an import.
#[derive(Debug, Clone, Copy)]
pub struct Abandons<'a> {
    /// The name that the audit log records.
    pub who: &'a str,
    /// Whether imports that others opened may be abandoned, too.
    pub any: bool,
}

/// Deletes an import that is not committed, with all that was staged, and returns its kind. Returns nothing if there is no
/// such import, as when it is abandoned again.
///
/// # Errors
/// [`StoreError::AlreadyCommitted`], [`StoreError::OpenedByAnother`], or the database's own.
pub async fn abandon(db: &Db, lane: Lane, id: Uuid, by: Abandons<'_>) -> Result<Option<String>, StoreError> {
    db.write(lane, |tx| once(tx, lane, id, by)).await
}

async fn once(mut tx: Tx, lane: Lane, id: Uuid, by: Abandons<'_>) -> Result<Option<String>, StoreError> {
    let Some(Found { status }) = Found::get(&mut tx, lane, id).await? else { return Ok(None) };
    if status.receipt.is_some() {
        return Err(StoreError::AlreadyCommitted);
    }
    if status.opened_by != by.who && !by.any {
        return Err(StoreError::OpenedByAnother(status.opened_by));
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(by.who.to_owned()).bind(Some(id)).run(&mut tx).await?;
    forget(&mut tx, vec![id]).await?;
    tx.commit().await?;
    Ok(Some(status.import.kind))
}

/// Deletes imports of both lanes that were not committed and got no batch for this long; says how many.
///
/// # Errors
/// The database's own.
pub async fn expire(db: &Db, older_than: Duration) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for lane in Lane::ALL {
        while let Some(imports) = db.write(lane, |tx| expire_some(tx, older_than)).await? {
            deleted += imports;
        }
    }
    Ok(deleted)
}

/// Deletes the first of a lane's forgotten imports; says how many, if there are any.
async fn expire_some(mut tx: Tx, older_than: Duration) -> Result<Option<u64>, StoreError> {
    let found = Statement::new(statements::EXPIRED).bind(older_than.as_secs_f64()).bind(AT_ONCE).all(&mut tx).await?;
    if found.is_empty() {
        return Ok(None);
    }
    Statement::new(statements::AUDIT_CONTEXT).bind(SERVER.to_owned()).bind(None::<Uuid>).run(&mut tx).await?;
    let ids: Result<Vec<Uuid>, sqlx::Error> = found.iter().map(|row| row.try_get(0)).collect();
    let deleted = forget(&mut tx, ids.map_err(DbError::from)?).await?;
    tx.commit().await?;
    Ok(Some(deleted))
}

async fn forget(tx: &mut Tx, ids: Vec<Uuid>) -> Result<u64, DbError> {
    Ok(Statement::new(statements::FORGET).bind(ids).all(tx).await?.len() as u64)
}

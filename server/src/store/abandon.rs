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

/// Deletes an import that is not committed, with all that was staged. Again, or of an unknown import: fine.
///
/// # Errors
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn abandon(db: &Db, lane: Lane, id: Uuid) -> Result<(), StoreError> {
    db.write(lane, |tx| once(tx, lane, id)).await
}

async fn once(mut tx: Tx, lane: Lane, id: Uuid) -> Result<(), StoreError> {
    if forget(&mut tx, lane, vec![id]).await? == 0 && Found::get(&mut tx, lane, id).await?.is_some() {
        return Err(StoreError::AlreadyCommitted);
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes imports of both lanes that were not committed and got no batch for this long; says how many.
///
/// # Errors
/// The database's own.
pub async fn expire(db: &Db, older_than: Duration) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for lane in Lane::ALL {
        while let Some(imports) = db.write(lane, |tx| expire_some(tx, lane, older_than)).await? {
            deleted += imports;
        }
    }
    Ok(deleted)
}

/// Deletes the first of a lane's forgotten imports; says how many, if there are any.
async fn expire_some(mut tx: Tx, lane: Lane, older_than: Duration) -> Result<Option<u64>, StoreError> {
    let found = Statement::new(statements::EXPIRED).bind(older_than.as_secs_f64()).bind(AT_ONCE).all(&mut tx).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let ids: Result<Vec<Uuid>, sqlx::Error> = found.iter().map(|row| row.try_get(0)).collect();
    let deleted = forget(&mut tx, lane, ids.map_err(DbError::from)?).await?;
    tx.commit().await?;
    Ok(Some(deleted))
}

async fn forget(tx: &mut Tx, lane: Lane, ids: Vec<Uuid>) -> Result<u64, DbError> {
    Ok(Statement::new(statements::forget(lane)).bind(ids).all(tx).await?.len() as u64)
}

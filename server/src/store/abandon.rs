//! Forgetting imports: asked for by a person, or because nobody came back.

use lanegate_wire::Lane;
use sqlx::Row as _;
use uuid::Uuid;

use super::found::Found;
use super::{StoreError, statements};
use crate::db::{Db, DbError, LaneTx, Statement};

/// As many imports are forgotten in one transaction, so that none is long.
const AT_ONCE: i64 = 20;

/// Deletes an import that is not committed, with all that was staged. Again, or of an unknown import: fine.
///
/// # Errors
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn abandon(db: &Db, lane: Lane, id: Uuid) -> Result<(), StoreError> {
    let mut tx = db.write(lane).await?;
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
pub async fn expire(db: &Db, older_than: std::time::Duration) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for lane in Lane::ALL {
        loop {
            let mut tx = db.write(lane).await?;
            let found =
                Statement::new(statements::EXPIRED).bind(older_than.as_secs_f64()).bind(AT_ONCE).all(&mut tx).await?;
            if found.is_empty() {
                break;
            }
            let ids: Result<Vec<Uuid>, sqlx::Error> = found.iter().map(|row| row.try_get(0)).collect();
            deleted += forget(&mut tx, lane, ids.map_err(DbError::from)?).await?;
            tx.commit().await?;
        }
    }
    Ok(deleted)
}

async fn forget(tx: &mut LaneTx, lane: Lane, ids: Vec<Uuid>) -> Result<u64, DbError> {
    Ok(Statement::new(statements::forget(lane)).bind(ids).all(tx).await?.len() as u64)
}

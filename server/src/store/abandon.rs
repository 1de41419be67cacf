//! Forgetting imports: asked for by a person, or because nobody came back.

use lanegate_wire::Lane;
use uuid::Uuid;

use super::found::Found;
use super::{StoreError, statements};
use crate::db::{Db, Statement};

/// Deletes an import that is not committed, with all that was staged. Again, or of an unknown import: fine.
///
/// # Errors
/// [`StoreError::AlreadyCommitted`], or the database's own.
pub async fn abandon(db: &Db, lane: Lane, id: Uuid) -> Result<(), StoreError> {
    let mut tx = db.write(lane).await?;
    let deleted = Statement::new(statements::ABANDON).bind(id).run(&mut tx).await?;
    if deleted == 0 && Found::get(&mut tx, lane, id).await?.is_some() {
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
        let mut tx = db.write(lane).await?;
        deleted += Statement::new(statements::EXPIRE).bind(older_than.as_secs_f64()).run(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(deleted)
}

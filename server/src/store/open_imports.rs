//! How many imports wait to be committed.

use lanegate_wire::Lane;
use sqlx::Row as _;

use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement};

/// How many imports of each kind are open in a lane; kinds without one are left out.
///
/// # Errors
/// The database's own.
pub async fn open_imports(db: &Db, lane: Lane) -> Result<Vec<(String, i64)>, StoreError> {
    let mut tx = db.browse(lane).await?;
    let rows = Statement::new(statements::OPEN_IMPORTS).all(&mut tx).await?;
    let counts: Result<_, sqlx::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
    Ok(counts.map_err(DbError::from)?)
}

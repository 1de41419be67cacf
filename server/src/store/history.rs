//! A lane's imports, newest first.

use lanegate_wire::{ImportPage, Lane};
use uuid::Uuid;

use super::found::Found;
use super::{PAGE_IMPORTS, StoreError, statements};
use crate::db::{Db, Statement};

/// A page of the lane's imports, open ones among them, newest first; `after` is the previous page's `next`.
///
/// # Errors
/// The database's own.
pub async fn history(db: &Db, lane: Lane, after: Option<Uuid>) -> Result<ImportPage, StoreError> {
    let mut tx = db.browse(lane).await?;
    // One more than a page tells whether there is another.
    let rows = Statement::new(statements::IMPORTS)
        .bind(None::<Uuid>)
        .bind(after)
        .bind(i64::from(PAGE_IMPORTS) + 1)
        .all(&mut tx)
        .await?;
    let more = rows.len() > PAGE_IMPORTS as usize;
    let mut imports = Vec::with_capacity(rows.len());
    for row in rows.iter().take(PAGE_IMPORTS as usize) {
        imports.push(Found::from_row(lane, row)?.status);
    }
    let next = if more { imports.last().map(|last| last.import.id) } else { None };
    Ok(ImportPage { imports, next })
}

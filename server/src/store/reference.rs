//! The partners' ids and names, for checks that are made without the server.

use lanegate_wire::{Lane, PartnerName, PartnerReference};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::{PAGE_TABLE, StoreError, plan, statements};
use crate::db::{Db, DbError, Statement};

/// A page of the partners' ids and names, by id.
///
/// # Errors
/// The database's own.
pub async fn reference(db: &Db, after: Option<Uuid>) -> Result<PartnerReference, StoreError> {
    let mut tx = db.browse(Lane::Partners).await?;
    let taken_at = plan::now(&mut tx).await?;
    // One more than a page tells whether there is another.
    let rows = Statement::new(statements::REFERENCE).bind(after).bind(i64::from(PAGE_TABLE) + 1).all(&mut tx).await?;
    let taken = rows.iter().take(PAGE_TABLE as usize).map(|row| row.try_get("partner").map(|Json(partner)| partner));
    let partners: Vec<PartnerName> = taken.collect::<Result<_, _>>().map_err(DbError::from)?;
    let next = if rows.len() > partners.len() { partners.last().map(|last| last.fractional_cfo_id) } else { None };
    Ok(PartnerReference { taken_at, partners, next })
}

//! Scores a lane's intents again, as time has passed. Those that a person has taken out stay as they are.

use std::collections::BTreeSet;

use lanegate_wire::Lane;
use sqlx::Row as _;
use uuid::Uuid;

use super::{StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// As many intents are scored in one transaction, so that imports need not wait for long.
const AT_ONCE: i64 = 5_000;

/// What scoring came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scored {
    /// Intents looked at.
    pub looked_at: u64,
    /// Those whose score, reasons or state changed.
    pub changed: u64,
}

/// Scores all intents of a lane, page by page. Broken off, it has scored some of them; again, it goes on where scores differ.
///
/// # Errors
/// The database's own.
pub async fn score(db: &Db, lane: Lane, who: &str) -> Result<Scored, StoreError> {
    let mut scored = Scored::default();
    let mut after = String::new();
    loop {
        let (page, last) = db.write(lane, |tx| page(tx, lane, who, after.clone())).await?;
        scored.looked_at += page.looked_at;
        scored.changed += page.changed;
        match last {
            Some(last) => after = last,
            None => return Ok(scored),
        }
    }
}

/// Scores the intents after a place; says how many, and the place that it came to if there are more.
async fn page(mut tx: Tx, lane: Lane, who: &str, after: String) -> Result<(Scored, Option<String>), StoreError> {
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(None::<Uuid>).run(&mut tx).await?;
    let done = rescore(&mut tx, lane, &after, AT_ONCE, None).await?;
    tx.commit().await?;
    Ok(done)
}

/// Scores a page of intents after a place, or one of them alone; says how many, and the place that it came to.
pub(super) async fn rescore(
    tx: &mut Tx,
    lane: Lane,
    after: &str,
    most: i64,
    alone: Option<&str>,
) -> Result<(Scored, Option<String>), DbError> {
    let page = Statement::new(statements::intents(lane).rescore)
        .bind(after.to_owned())
        .bind(most)
        .bind(alone.map(str::to_owned))
        .one(tx)
        .await?;
    let number = |name| page.try_get::<i64, _>(name).map(i64::unsigned_abs);
    Ok((Scored { looked_at: number("looked_at")?, changed: number("changed")? }, page.try_get("last")?))
}

/// Scores some partners, and makes intents where there are none.
pub(super) async fn score_partners(tx: &mut Tx, import: Uuid, partners: BTreeSet<Uuid>) -> Result<(), DbError> {
    let partners: Vec<Uuid> = partners.into_iter().collect();
    for some in partners.chunks(AT_ONCE as usize) {
        Statement::new(statements::SCORE_PARTNERS).bind(import).bind(some.to_vec()).run(tx).await?;
    }
    Ok(())
}

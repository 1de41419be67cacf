//! The kill switch: a person says whom not to turn to, and an import never undoes it.

use chrono::NaiveDate;
use lanegate_wire::{Intent, IntentChange, IntentPage, IntentState, Lane};
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::score::rescore;
use super::{PAGE_ROWS, StoreError, statements};
use crate::db::{Db, DbError, Statement, Tx};

/// A page of a lane's intents, by id; `state` shows those of one state alone.
///
/// # Errors
/// The database's own.
pub async fn intents(
    db: &Db,
    lane: Lane,
    state: Option<IntentState>,
    after: Option<Uuid>,
) -> Result<IntentPage, StoreError> {
    let mut tx = db.browse(lane).await?;
    // One more than a page tells whether there is another.
    let mut intents = get(&mut tx, lane, None, state, after, PAGE_ROWS + 1).await?;
    let more = intents.len() > PAGE_ROWS as usize;
    intents.truncate(PAGE_ROWS as usize);
    let next = if more { intents.last().map(|last| last.id) } else { None };
    Ok(IntentPage { intents, next })
}

/// Changes where an intent stands; gives it as it is then.
///
/// # Errors
/// [`StoreError::IntentUnknown`], [`StoreError::ActionRefused`] for an action of the other lane, or the database's own.
pub async fn change_intent(
    db: &Db,
    lane: Lane,
    who: &str,
    id: Uuid,
    change: IntentChange,
) -> Result<Intent, StoreError> {
    let wanted = wanted(lane, change)?;
    db.write(lane, |tx| change_once(tx, lane, who, id, wanted.clone())).await
}

async fn change_once(
    mut tx: Tx,
    lane: Lane,
    who: &str,
    id: Uuid,
    (state, reason, until): Wanted,
) -> Result<Intent, StoreError> {
    Statement::new(statements::AUDIT_CONTEXT).bind(who.to_owned()).bind(None::<Uuid>).run(&mut tx).await?;
    let resumes = matches!(state, IntentState::Eligible | IntentState::Active);
    let statement = Statement::new(statements::intents(lane).change).bind(id).bind(state.as_str());
    let statement = match lane {
        Lane::Sales => statement.bind(reason).bind(until),
        Lane::Partners => statement,
    };
    if statement.bind(who.to_owned()).run(&mut tx).await? == 0 {
        return Err(StoreError::IntentUnknown);
    }
    let mut intent = get(&mut tx, lane, Some(id), None, None, 1).await?.pop().ok_or(StoreError::IntentUnknown)?;
    if resumes {
        // Time has passed and meetings may have been retracted since it was scored.
        rescore(&mut tx, lane, "", 1, Some(&intent.key)).await?;
        intent = get(&mut tx, lane, Some(id), None, None, 1).await?.pop().ok_or(StoreError::IntentUnknown)?;
    }
    tx.commit().await?;
    Ok(intent)
}

type Wanted = (IntentState, Option<String>, Option<NaiveDate>);

fn wanted(lane: Lane, change: IntentChange) -> Result<Wanted, StoreError> {
    use IntentChange as C;
    Ok(match (lane, change) {
        (Lane::Sales, C::Exclude { reason }) => (IntentState::Excluded, Some(reason), None),
        (Lane::Sales, C::CoolOff { until }) => (IntentState::CoolingOff, None, Some(until)),
        (Lane::Sales, C::Resume) => (IntentState::Eligible, None, None),
        (Lane::Partners, C::Pause) => (IntentState::Paused, None, None),
        (Lane::Partners, C::Complete) => (IntentState::Completed, None, None),
        (Lane::Partners, C::Resume) => (IntentState::Active, None, None),
        (lane, C::Exclude { .. } | C::CoolOff { .. } | C::Pause | C::Complete) => {
            return Err(StoreError::ActionRefused(lane));
        }
    })
}

async fn get(
    tx: &mut Tx,
    lane: Lane,
    id: Option<Uuid>,
    state: Option<IntentState>,
    after: Option<Uuid>,
    most: u32,
) -> Result<Vec<Intent>, DbError> {
    let rows = Statement::new(statements::intents(lane).get)
        .bind(id)
        .bind(state.map(IntentState::as_str))
        .bind(after)
        .bind(i64::from(most))
        .all(tx)
        .await?;
    let intents = rows.iter().map(|row| row.try_get("intent").map(|Json(intent)| intent));
    Ok(intents.collect::<Result<_, sqlx::Error>>()?)
}

//! Tokens for programs: made, found by their digest, listed, revoked.

use lanegate_wire::{Lane, Right, Token};
use serde_json::json;
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::accounts::find;
use super::sessions::seen;
use super::{AccessError, event, lane_names, new_id, principal, right_names, statements};
use crate::access::{Digest, Principal, Via};
use crate::db::{Area, Db, Statement, Tx};

/// Tokens in use at most, of one account.
const MOST: i64 = 50;

/// What a new token may, and for how long.
pub struct TokenTerms<'a> {
    /// What it is for.
    pub label: &'a str,
    /// Its lanes.
    pub lanes: &'a [Lane],
    /// Its rights.
    pub rights: &'a [Right],
    /// When it ends, in days.
    pub days: u16,
}

/// Whose token it is, and what both may now. That it is used is noted, once a minute at most.
///
/// # Errors
/// The database's own.
pub async fn token(db: &Db, digest: Digest) -> Result<Option<Principal>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    let row = Statement::new(statements::TOKEN_FIND).bind(digest.to_vec()).maybe(&mut tx).await?;
    let Some(row) = row else { return Ok(None) };
    drop(tx);
    let id = row.try_get("token_id")?;
    let found = principal(&row, Via::Token { id })?;
    if row.try_get("stale")? {
        seen(db, statements::TOKEN_SEEN, id).await?;
    }
    Ok(Some(found))
}

/// Makes a token of an account.
///
/// # Errors
/// [`AccessError::TokensTooMany`], [`AccessError::AccountDisabled`], or the database's own.
pub async fn make_token(
    db: &Db,
    who: &str,
    (account, name): (Uuid, &str),
    digest: Digest,
    terms: &TokenTerms<'_>,
) -> Result<Token, AccessError> {
    db.write(Area::Access, |mut tx| async move {
        if find(&mut tx, name).await?.is_none_or(|found| found.disabled) {
            return Err(AccessError::AccountDisabled);
        }
        let open: i64 = Statement::new(statements::TOKENS_OPEN).bind(account).one(&mut tx).await?.try_get("tokens")?;
        if open >= MOST {
            return Err(AccessError::TokensTooMany(open));
        }
        let id = new_id();
        Statement::new(statements::TOKEN_MAKE)
            .bind(id)
            .bind(account)
            .bind(digest.to_vec())
            .bind(terms.label.to_owned())
            .bind(lane_names(terms.lanes))
            .bind(right_names(terms.rights))
            .bind(i32::from(terms.days))
            .run(&mut tx)
            .await?;
        let made = get(&mut tx, account, Some(id)).await?.pop().ok_or(AccessError::TokenUnknown)?;
        event(&mut tx, who, "token_made", name, json!({"token": id, "lanes": terms.lanes, "rights": terms.rights}))
            .await?;
        tx.commit().await?;
        Ok(made)
    })
    .await
}

/// An account's tokens, the newest first, with those that can't be used any more.
///
/// # Errors
/// The database's own.
pub async fn tokens(db: &Db, account: Uuid) -> Result<Vec<Token>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    get(&mut tx, account, None).await
}

/// An account's tokens, by its name.
///
/// # Errors
/// [`AccessError::AccountUnknown`], or the database's own.
pub async fn tokens_of(db: &Db, name: &str) -> Result<Vec<Token>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    let Some(found) = find(&mut tx, name).await? else { return Err(AccessError::AccountUnknown) };
    get(&mut tx, found.account, None).await
}

/// Revokes a token of an account.
///
/// # Errors
/// [`AccessError::AccountUnknown`], [`AccessError::TokenUnknown`], or the database's own.
pub async fn revoke_token(db: &Db, who: &str, name: &str, token: Uuid) -> Result<(), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let Some(found) = find(&mut tx, name).await? else { return Err(AccessError::AccountUnknown) };
        let revoked = Statement::new(statements::TOKEN_REVOKE).bind(found.account).bind(token).run(&mut tx).await?;
        if revoked == 0 {
            return Err(AccessError::TokenUnknown);
        }
        event(&mut tx, who, "token_revoked", name, json!({"token": token})).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

async fn get(tx: &mut Tx, account: Uuid, token: Option<Uuid>) -> Result<Vec<Token>, AccessError> {
    let rows = Statement::new(statements::TOKENS).bind(account).bind(token).all(tx).await?;
    let tokens = rows.iter().map(|row| row.try_get("token").map(|Json(token)| token));
    Ok(tokens.collect::<Result<_, sqlx::Error>>()?)
}

//! Accounts: made, changed, listed; their passwords and links.

use lanegate_wire::{Account, AccountChange, AccountPage, Lane, NewAccount, Right};
use serde_json::json;
use sqlx::Row as _;
use sqlx::types::Json;
use sqlx::types::chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{AccessError, PAGE_ACCOUNTS, event, known, lane_names, new_id, right_names, statements};
use crate::access::Digest;
use crate::db::{Area, Db, Statement, Tx};

/// What signing in and giving things to an account need to know of it.
pub struct Credentials {
    /// Its id.
    pub account: Uuid,
    /// Its password's hash, if it has one.
    pub password: Option<String>,
    /// Whether it can't be used.
    pub disabled: bool,
    /// Its lanes.
    pub lanes: Vec<Lane>,
    /// What it may do in them.
    pub rights: Vec<Right>,
}

/// Whether there are accounts, and whether any has a password.
///
/// # Errors
/// The database's own.
pub async fn state(db: &Db) -> Result<(bool, bool), AccessError> {
    let mut tx = db.read(Area::Access).await?;
    let row = Statement::new(statements::ACCOUNTS_STATE).one(&mut tx).await?;
    Ok((row.try_get("some")?, row.try_get("in_use")?))
}

/// A page of accounts, by name.
///
/// # Errors
/// The database's own.
pub async fn accounts(db: &Db, after: Option<String>) -> Result<AccountPage, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    // One more than a page tells whether there is another.
    let mut accounts = get(&mut tx, None, after, PAGE_ACCOUNTS + 1).await?;
    let more = accounts.len() > PAGE_ACCOUNTS as usize;
    accounts.truncate(PAGE_ACCOUNTS as usize);
    let next = if more { accounts.last().map(|last| last.name.clone()) } else { None };
    Ok(AccountPage { accounts, next })
}

/// What signing in needs to know of an account, if there is one of this name.
///
/// # Errors
/// The database's own.
pub async fn credentials(db: &Db, name: &str) -> Result<Option<Credentials>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    find(&mut tx, name).await
}

/// The hash of an account's password, if it has one.
///
/// # Errors
/// The database's own.
pub async fn own_password(db: &Db, account: Uuid) -> Result<Option<String>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    Ok(Statement::new(statements::ACCOUNT_PASSWORD).bind(account).one(&mut tx).await?.try_get("password")?)
}

/// Makes an account.
///
/// # Errors
/// [`AccessError::AccountExists`], or the database's own.
pub async fn make(db: &Db, who: &str, new: &NewAccount) -> Result<Account, AccessError> {
    db.write(Area::Access, |mut tx| async move {
        insert(&mut tx, who, new).await?;
        let made = one(&mut tx, &new.name).await?;
        tx.commit().await?;
        Ok(made)
    })
    .await
}

/// Makes the first account with every right, unless there is one; and gives it a link, unless any account has a password.
/// Says whether the link was taken.
///
/// # Errors
/// The database's own.
pub async fn first_account(db: &Db, name: &str, link: Digest) -> Result<bool, AccessError> {
    let new = NewAccount { name: name.to_owned(), lanes: Lane::ALL.to_vec(), rights: Right::ALL.to_vec() };
    let new = &new;
    db.write(Area::Access, |mut tx| async move {
        let row = Statement::new(statements::ACCOUNTS_STATE).one(&mut tx).await?;
        if !row.try_get::<bool, _>("some")? {
            insert(&mut tx, "lanegate-server", new).await?;
        } else if row.try_get("in_use")? {
            return Ok(false);
        }
        let Some(found) = find(&mut tx, &new.name).await? else { return Ok(false) };
        Statement::new(statements::LINK_MAKE).bind(link.to_vec()).bind(found.account).one(&mut tx).await?;
        event(&mut tx, "lanegate-server", "link_made", &new.name, json!({})).await?;
        tx.commit().await?;
        Ok(true)
    })
    .await
}

/// Changes an account. One that is disabled loses its sessions, tokens, and link at once and for good.
///
/// # Errors
/// [`AccessError::AccountUnknown`], [`AccessError::LastAdministrator`], or the database's own.
pub async fn change(db: &Db, who: &str, name: &str, change: &AccountChange) -> Result<Account, AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let Some(found) = find(&mut tx, name).await? else { return Err(AccessError::AccountUnknown) };
        Statement::new(statements::ACCOUNT_CHANGE)
            .bind(name.to_owned())
            .bind(change.lanes.as_deref().map(lane_names))
            .bind(change.rights.as_deref().map(right_names))
            .bind(change.disabled)
            .run(&mut tx)
            .await?;
        if change.disabled == Some(true) {
            Statement::new(statements::SESSIONS_END).bind(found.account).bind(None::<Uuid>).run(&mut tx).await?;
            Statement::new(statements::TOKENS_REVOKE).bind(found.account).run(&mut tx).await?;
            Statement::new(statements::LINK_END).bind(found.account).run(&mut tx).await?;
        }
        let left = Statement::new(statements::ADMINISTRATORS).one(&mut tx).await?;
        let (left, usable): (i64, i64) = (left.try_get("administrators")?, left.try_get("usable")?);
        let was_one = !found.disabled && found.rights.contains(&Right::Administer);
        // One that has never signed in may never do.
        if was_one && (left == 0 || usable == 0 && found.password.is_some()) {
            return Err(AccessError::LastAdministrator);
        }
        event(&mut tx, who, "account_changed", name, json!(change)).await?;
        let changed = one(&mut tx, name).await?;
        tx.commit().await?;
        Ok(changed)
    })
    .await
}

/// Gives an account a link in place of the one before; until when it is good.
///
/// # Errors
/// [`AccessError::AccountUnknown`], [`AccessError::AccountDisabled`], or the database's own.
pub async fn link(db: &Db, who: &str, name: &str, link: Digest) -> Result<(Account, DateTime<Utc>), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let Some(found) = find(&mut tx, name).await? else { return Err(AccessError::AccountUnknown) };
        if found.disabled {
            return Err(AccessError::AccountDisabled);
        }
        let statement = Statement::new(statements::LINK_MAKE).bind(link.to_vec()).bind(found.account);
        let ends_at = statement.one(&mut tx).await?.try_get("ends_at")?;
        event(&mut tx, who, "link_made", name, json!({})).await?;
        let account = one(&mut tx, name).await?;
        tx.commit().await?;
        Ok((account, ends_at))
    })
    .await
}

/// Sets an account's password and ends its sessions.
///
/// # Errors
/// [`AccessError::AccountUnknown`], or the database's own.
pub async fn set_password(db: &Db, who: &str, name: &str, hashed: &str) -> Result<(), AccessError> {
    db.write(Area::Access, |tx| set(tx, who, name, hashed, None)).await
}

/// A session whose person has entered a password.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// The session that asks. It stays where a password is set; the account's others end.
    pub id: Uuid,
    /// The hash that the password was compared with; `None` where the session may do without.
    pub compared: Option<String>,
}

/// Sets the password of somebody in a session, if neither the session has ended nor the password changed since the old one
/// was compared.
///
/// # Errors
/// [`AccessError::Overtaken`], or the database's own.
pub async fn set_own_password(db: &Db, name: &str, hashed: &str, session: &OwnSession) -> Result<(), AccessError> {
    db.write(Area::Access, |tx| set(tx, name, name, hashed, Some(session))).await
}

async fn set(mut tx: Tx, who: &str, name: &str, hashed: &str, own: Option<&OwnSession>) -> Result<(), AccessError> {
    let Some(found) = find(&mut tx, name).await? else { return Err(AccessError::AccountUnknown) };
    let session = own.map(|own| own.id);
    if let Some(own) = own {
        let compared = own.compared.is_none() || own.compared == found.password;
        let statement = Statement::new(statements::SESSION_SETTLED).bind(own.id).bind(found.account);
        if !compared || found.disabled || statement.run(&mut tx).await? == 0 {
            return Err(AccessError::Overtaken);
        }
    }
    let statement = Statement::new(statements::PASSWORD_SET).bind(found.account).bind(hashed.to_owned());
    statement.run(&mut tx).await?;
    Statement::new(statements::SESSIONS_END).bind(found.account).bind(session).run(&mut tx).await?;
    // A link that was not used would set another password without this one.
    Statement::new(statements::LINK_END).bind(found.account).run(&mut tx).await?;
    event(&mut tx, who, "password_set", name, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn insert(tx: &mut Tx, who: &str, new: &NewAccount) -> Result<(), AccessError> {
    let statement = Statement::new(statements::ACCOUNT_MAKE).bind(new_id()).bind(new.name.clone());
    let made = statement.bind(lane_names(&new.lanes)).bind(right_names(&new.rights)).run(tx).await?;
    if made == 0 {
        return Err(AccessError::AccountExists);
    }
    event(tx, who, "account_made", &new.name, json!({"lanes": new.lanes, "rights": new.rights})).await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, name: &str) -> Result<Option<Credentials>, AccessError> {
    let row = Statement::new(statements::ACCOUNT_GET).bind(name.to_owned()).maybe(tx).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Credentials {
        account: row.try_get("account_id")?,
        password: row.try_get("password")?,
        disabled: row.try_get("disabled")?,
        lanes: known(&row.try_get::<Vec<String>, _>("lanes")?),
        rights: known(&row.try_get::<Vec<String>, _>("rights")?),
    }))
}

async fn one(tx: &mut Tx, name: &str) -> Result<Account, AccessError> {
    get(tx, Some(name.to_owned()), None, 1).await?.pop().ok_or(AccessError::AccountUnknown)
}

async fn get(tx: &mut Tx, name: Option<String>, after: Option<String>, most: u32) -> Result<Vec<Account>, AccessError> {
    let rows = Statement::new(statements::ACCOUNTS).bind(name).bind(after).bind(i64::from(most)).all(tx).await?;
    let accounts = rows.iter().map(|row| row.try_get("account").map(|Json(account)| account));
    Ok(accounts.collect::<Result<_, sqlx::Error>>()?)
}

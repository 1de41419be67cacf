//! Sessions of the page: opened with a password or a link, found by their digest, ended.

use lanegate_wire::Session;
use serde_json::json;
use sqlx::Row as _;
use sqlx::types::Json;
use uuid::Uuid;

use super::accounts::find;
use super::{AccessError, Credentials, OwnSession, event, new_id, principal, statements};
use crate::access::{Digest, Principal, Via};
use crate::db::{Area, Db, DbError, Statement, Tx, Writing as _};

/// Whose session it is, if it has not ended. That it is used is noted, once a minute at most.
///
/// # Errors
/// The database's own.
pub async fn session(db: &Db, digest: Digest) -> Result<Option<Principal>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    let row = Statement::new(statements::SESSION_FIND).bind(digest.to_vec()).maybe(&mut tx).await?;
    let Some(row) = row else { return Ok(None) };
    drop(tx);
    let id = row.try_get("session_id")?;
    let found =
        principal(&row, Via::Session { id, may_set: row.try_get("may_set")?, confirmed: row.try_get("confirmed")? })?;
    if row.try_get("stale")? {
        seen(db, statements::SESSION_SEEN, id).await?;
    }
    Ok(Some(found))
}

/// Notes that a session or token is used. Where the disk is full, it goes unnoted: reading goes on.
pub(super) async fn seen(db: &Db, statement: &'static str, id: Uuid) -> Result<(), AccessError> {
    let noted = db.write(Area::Access, |mut tx| async move {
        Statement::new(statement).bind(id).run(&mut tx).await?;
        tx.commit().await?;
        Ok::<_, AccessError>(())
    });
    match noted.await {
        Err(error) if matches!(error.database(), Some(DbError::Full(_))) => {
            tracing::warn!("the database's disk is full: that somebody is signed in is not noted");
            Ok(())
        }
        noted => noted,
    }
}

/// Opens a session of an account whose password was right, if it still is: the hash that was compared has to be the stored
/// one at this moment.
///
/// # Errors
/// [`AccessError::Overtaken`], or the database's own.
pub async fn open_session(
    db: &Db,
    name: &str,
    compared: &Credentials,
    digest: Digest,
    client: &str,
) -> Result<Principal, AccessError> {
    let id = new_id();
    db.write(Area::Access, |mut tx| async move {
        let found = find(&mut tx, name).await?.filter(|now| !now.disabled && now.password == compared.password);
        let Some(Credentials { account, lanes, rights, .. }) = found else { return Err(AccessError::Overtaken) };
        open(&mut tx, id, account, digest, false, client).await?;
        event(&mut tx, name, "signed_in", name, json!({"with": "password"})).await?;
        tx.commit().await?;
        let via = Via::Session { id, may_set: false, confirmed: true };
        Ok(Principal { account, name: name.to_owned(), lanes, rights, via })
    })
    .await
}

/// Uses a link up, and opens a session that may set a password.
///
/// # Errors
/// [`AccessError::LinkRefused`], or the database's own.
pub async fn open_by_link(db: &Db, link: Digest, digest: Digest, client: &str) -> Result<Principal, AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let row = Statement::new(statements::LINK_USE).bind(link.to_vec()).maybe(&mut tx).await?;
        let Some(row) = row else { return Err(AccessError::LinkRefused) };
        let id = new_id();
        let found = principal(&row, Via::Session { id, may_set: true, confirmed: false })?;
        open(&mut tx, id, found.account, digest, true, client).await?;
        event(&mut tx, &found.name, "signed_in", &found.name, json!({"with": "link"})).await?;
        tx.commit().await?;
        Ok(found)
    })
    .await
}

/// Notes that somebody has entered their password in a session, if it is still the one that was compared.
///
/// # Errors
/// [`AccessError::Overtaken`], or the database's own.
pub async fn confirm_password(db: &Db, name: &str, session: &OwnSession) -> Result<(), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let found = find(&mut tx, name).await?.filter(|now| !now.disabled && now.password == session.compared);
        let Some(Credentials { account, .. }) = found else { return Err(AccessError::Overtaken) };
        if Statement::new(statements::SESSION_CONFIRM).bind(session.id).bind(account).run(&mut tx).await? == 0 {
            return Err(AccessError::Overtaken);
        }
        event(&mut tx, name, "password_confirmed", name, json!({})).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// An account's sessions, the last used first.
///
/// # Errors
/// The database's own.
pub async fn sessions(db: &Db, account: Uuid, current: Uuid) -> Result<Vec<Session>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    let rows = Statement::new(statements::SESSIONS).bind(account).bind(current).all(&mut tx).await?;
    let sessions = rows.iter().map(|row| row.try_get("session").map(|Json(session)| session));
    Ok(sessions.collect::<Result<_, sqlx::Error>>()?)
}

/// Ends one of an account's sessions.
///
/// # Errors
/// [`AccessError::SessionUnknown`], or the database's own.
pub async fn end_session(db: &Db, who: &Principal, session: Uuid) -> Result<(), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let ended = Statement::new(statements::SESSION_END).bind(who.account).bind(session).run(&mut tx).await?;
        if ended == 0 {
            return Err(AccessError::SessionUnknown);
        }
        event(&mut tx, &who.name, "session_ended", &who.name, json!({})).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Forgets sessions, links and counted tries that are over.
///
/// # Errors
/// The database's own.
pub async fn expire(db: &Db) -> Result<(), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        Statement::new(statements::EXPIRED).run(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

async fn open(
    tx: &mut Tx,
    id: Uuid,
    account: Uuid,
    digest: Digest,
    may_set: bool,
    client: &str,
) -> Result<(), AccessError> {
    let statement = Statement::new(statements::SESSION_OPEN).bind(id).bind(account).bind(digest.to_vec());
    statement.bind(may_set).bind(client.to_owned()).run(tx).await?;
    Ok(())
}

//! How often it was tried to sign in, by name and by address.

use std::net::IpAddr;

use lanegate_wire::sha256_hex;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{AccessError, statements};
use crate::db::{Area, Db, Statement, Tx};
use crate::per_client::network;

/// Tries in a window of 15 minutes.
const OF_NAME_FROM_ADDRESS: i32 = 10;
const OF_NAME: i32 = 100;
const FROM_ADDRESS: i32 = 50;
const IN_SESSION: i32 = 10;

/// What tries are counted against. Names and addresses are kept as digests: neither is anybody's to read here.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// With the most tries of each.
    limits: Vec<(String, i32)>,
    /// The one of which a right try takes back itself only. Those of the others are forgotten.
    address: Option<String>,
}

impl Subjects {
    /// A name that may be nobody's, and where the try comes from.
    #[must_use]
    pub fn new(name: &str, address: IpAddr) -> Self {
        let address = network(address);
        let [both, name] = [format!("both\u{1f}{name}\u{1f}{address}"), format!("name\u{1f}{name}")].map(digest);
        let address = digest(format!("address\u{1f}{address}"));
        // By address first: what comes from one that is refused makes no more rows.
        let limits = vec![(address.clone(), FROM_ADDRESS), (both, OF_NAME_FROM_ADDRESS), (name, OF_NAME)];
        Self { limits, address: Some(address) }
    }

    /// A session whose person enters the password again. Strangers, who can only try to sign in, can't use up its tries.
    #[must_use]
    pub fn of_session(id: Uuid) -> Self {
        Self { limits: vec![(digest(format!("session\u{1f}{id}")), IN_SESSION)], address: None }
    }
}

fn digest(text: String) -> String {
    sha256_hex(text.as_bytes())
}

/// Looks whether there were too many tries already, and counts none; after how many seconds to come again.
///
/// # Errors
/// The database's own.
pub async fn attempts_left(db: &Db, subjects: &Subjects) -> Result<Option<u32>, AccessError> {
    let mut tx = db.read(Area::Access).await?;
    for (subject, most) in &subjects.limits {
        let row = Statement::new(statements::ATTEMPT_LOOK).bind(subject.clone()).maybe(&mut tx).await?;
        if let Some(row) = row
            && row.try_get::<i32, _>("tries")? >= *most
        {
            return Ok(Some(seconds(&row)?));
        }
    }
    Ok(None)
}

/// Counts a try; after how many seconds to come again, if there were too many.
///
/// # Errors
/// The database's own.
pub async fn attempt(db: &Db, subjects: &Subjects) -> Result<Option<u32>, AccessError> {
    db.write(Area::Access, |mut tx| async move {
        let mut wait = None;
        for (subject, most) in &subjects.limits {
            let (tries, seconds) = count(&mut tx, subject).await?;
            if tries > *most {
                wait = Some(seconds);
                break;
            }
        }
        tx.commit().await?;
        Ok(wait)
    })
    .await
}

/// Forgets what was tried, since the last try was right. Against an address only this try no longer counts: other names may have
/// been guessed from there.
///
/// # Errors
/// The database's own.
pub async fn forget_attempts(db: &Db, subjects: &Subjects) -> Result<(), AccessError> {
    db.write(Area::Access, |mut tx| async move {
        for (subject, _) in &subjects.limits {
            let is_address = subjects.address.as_ref() == Some(subject);
            let settle = if is_address { statements::ATTEMPT_TAKE_BACK } else { statements::ATTEMPTS_FORGET };
            Statement::new(settle).bind(subject.clone()).run(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

async fn count(tx: &mut Tx, subject: &str) -> Result<(i32, u32), AccessError> {
    let row = Statement::new(statements::ATTEMPT).bind(subject.to_owned()).one(tx).await?;
    Ok((row.try_get("tries")?, seconds(&row)?))
}

fn seconds(row: &PgRow) -> Result<u32, sqlx::Error> {
    let seconds: i32 = row.try_get("seconds")?;
    Ok(u32::try_from(seconds).unwrap_or(0).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_as_one() {
        let of = |address: &str| network(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}

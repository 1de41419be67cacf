//! Accounts and tokens for tests, made through the server's own store.

use lanegate_server::access::{Secret, Via};
use lanegate_server::db::Db;
use lanegate_server::store::access::{self, AccessError, OwnSession, TokenTerms};
use lanegate_wire::{Lane, NewAccount, Right};

/// A token of an account that has these lanes and rights, which is made if it is not there.
///
/// # Panics
/// When the database says no.
pub async fn token(db: &Db, name: &str, lanes: &[Lane], rights: &[Right]) -> String {
    let new = NewAccount { name: name.to_owned(), lanes: lanes.to_vec(), rights: rights.to_vec() };
    match access::make(db, "test", &new).await {
        Ok(_) | Err(AccessError::AccountExists) => {}
        Err(error) => unreachable!("an account can be made: {error}"),
    }
    let found = access::credentials(db, name).await.expect("accounts can be read").expect("it was made");
    let secret = Secret::new(Secret::TOKEN).expect("randomness");
    let terms = TokenTerms { label: "test", lanes, rights, days: 1 };
    access::make_token(db, "test", (found.account, name), secret.digest(), &terms).await.expect("a token can be made");
    secret.reveal().to_owned()
}

/// A token that may everything.
///
/// # Panics
/// As [`token`].
pub async fn any(db: &Db) -> String {
    token(db, "tester", &Lane::ALL, &Right::ALL).await
}

/// Opens a session for an existing account, as if its password had just been entered, and returns its secret.
///
/// # Panics
/// When the database says no.
pub async fn session(db: &Db, name: &str) -> String {
    let (link, secret) = (Secret::new("").expect("randomness"), Secret::new("").expect("randomness"));
    access::link(db, "test", name, link.digest()).await.expect("a link can be made");
    let who =
        access::open_by_link(db, link.digest(), secret.digest(), "a test").await.expect("a session can be opened");
    let Via::Session { id, .. } = who.via else { unreachable!("a link opens a session") };
    let found = access::credentials(db, name).await.expect("accounts can be read").expect("it is there");
    let session = OwnSession { id, compared: found.password };
    access::confirm_password(db, name, &session).await.expect("the session is there");
    secret.reveal().to_owned()
}

//! Accounts, sessions, tokens and links in the database: who asks, and what is done with accounts. Secrets come here as digests.
//!
//! Every function is one transaction under the role of this area, which sees no lane.

mod accounts;
mod attempts;
mod error;
mod sessions;
mod statements;
mod tokens;

pub use accounts::{
    Credentials, OwnSession, accounts, change, credentials, first_account, link, make, own_password, set_own_password,
    set_password, state,
};
pub use attempts::{Subjects, attempt, attempts_left, forget_attempts};
pub use error::AccessError;
pub use sessions::{confirm_password, end_session, expire, open_by_link, open_session, session, sessions};
pub use tokens::{TokenTerms, make_token, revoke_token, token, tokens, tokens_of};

use lanegate_wire::{Lane, Right};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use uuid::Uuid;

use crate::access::{Principal, Via};
use crate::db::{DbError, Statement, Tx};

/// Accounts on one page.
pub const PAGE_ACCOUNTS: u32 = 100;

/// Enters what was done.
async fn event(
    tx: &mut Tx,
    who: &str,
    did: &'static str,
    account: &str,
    detail: serde_json::Value,
) -> Result<(), DbError> {
    let statement = Statement::new(statements::EVENT).bind(who.to_owned()).bind(did).bind(account.to_owned());
    statement.bind(Json(detail)).run(tx).await.map(drop)
}

/// The principal of a row that has an account's columns.
fn principal(row: &PgRow, via: Via) -> Result<Principal, sqlx::Error> {
    Ok(Principal {
        account: row.try_get("account_id")?,
        name: row.try_get("name")?,
        lanes: known(&row.try_get::<Vec<String>, _>("lanes")?),
        rights: known(&row.try_get::<Vec<String>, _>("rights")?),
        via,
    })
}

/// Lanes or rights by their names, in their usual order. The tables' checks know the same names.
fn known<T: std::str::FromStr + Ord>(names: &[String]) -> Vec<T> {
    let mut known: Vec<T> = names.iter().filter_map(|name| name.parse().ok()).collect();
    known.sort();
    known
}

fn lane_names(lanes: &[Lane]) -> Vec<String> {
    lanes.iter().map(ToString::to_string).collect()
}

fn right_names(rights: &[Right]) -> Vec<String> {
    rights.iter().map(|right| right.as_str().to_owned()).collect()
}

/// An id for a new row.
fn new_id() -> Uuid {
    Uuid::new_v4()
}

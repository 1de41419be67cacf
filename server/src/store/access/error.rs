//! Why nothing was done with an account.

use thiserror::Error;

use crate::db::{DbError, Writing};
use crate::store::StoreError;

/// A refusal. Whatever the variant, nothing was changed.
#[derive(Debug, Error)]
pub enum AccessError {
    /// There is no account of this name.
    #[error("There is no account of this name. The list of accounts has all names.")]
    AccountUnknown,
    /// The account is disabled, so it gets nothing to sign in with.
    #[error("This account is disabled. Enable it first.")]
    AccountDisabled,
    /// The password is another one than the one that was compared, or the session has ended meanwhile.
    #[error("The password or the session has changed meanwhile. Nothing was changed. Sign in again.")]
    Overtaken,
    /// The name is taken.
    #[error("There is an account of this name already. Names are given once; choose another, or change that account.")]
    AccountExists,
    /// Nobody would be left to look after accounts.
    #[error(
        "This account is the last with a password that looks after accounts. Give the right `administer` to another one first, \
             and have its person sign in and set a password."
    )]
    LastAdministrator,
    /// The link is no link, was used, or is too old.
    #[error(
        "This link is good no longer. A link signs in once, and for 24 hours; ask an administrator for another one."
    )]
    LinkRefused,
    /// One has no such token.
    #[error("You have no token with this id. Your list of tokens has all ids.")]
    TokenUnknown,
    /// One has as many tokens as an account may.
    #[error("You have {0} tokens in use, the most an account may. Revoke one that is not needed any more.")]
    TokensTooMany(i64),
    /// One has no such session.
    #[error("You have no session with this id. It may have ended.")]
    SessionUnknown,
    /// What the database said.
    #[error(transparent)]
    Store(StoreError),
}

impl From<DbError> for AccessError {
    fn from(error: DbError) -> Self {
        Self::Store(error.into())
    }
}

impl From<sqlx::Error> for AccessError {
    fn from(error: sqlx::Error) -> Self {
        DbError::from(error).into()
    }
}

impl Writing for AccessError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Store(error) => error.database(),
            _ => None,
        }
    }
}

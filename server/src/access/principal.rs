//! Whoever asks, and what they may by the way in which they ask.

use lanegate_wire::{Lane, Me, Right};
use uuid::Uuid;

use super::Need;

/// An account that asks, in a session or with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account.
    pub account: Uuid,
    /// Its name, which imports, receipts and the audit log record.
    pub name: String,
    /// The lanes that it may touch in this way.
    pub lanes: Vec<Lane>,
    /// What it may do in them.
    pub rights: Vec<Right>,
    /// How it asks.
    pub via: Via,
}

/// How an account asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// In a session of the page.
    Session {
        /// Which one.
        id: Uuid,
        /// It began with a link, so that it may set a password without the old one.
        may_set: bool,
        /// The account's password was entered in it recently.
        confirmed: bool,
    },
    /// With a token.
    Token {
        /// Which one.
        id: Uuid,
    },
}

/// Why somebody who is known may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// The account has nothing to do with this lane.
    Lane(Lane),
    /// It lacks a right.
    Right(Right),
    /// A token may not do this at all.
    Session,
    /// A session needs the account's password to be entered again.
    Password,
}

impl Principal {
    /// The name that imports, receipts and the audit log record.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a call may be made that needs this, in this lane where it is about one.
    ///
    /// # Errors
    /// What is lacking. A lane that is not one's own is told before what one could do in it.
    pub fn may(&self, need: Need, lane: Option<Lane>) -> Result<(), Lacks> {
        match (need, lane) {
            (Need::Nothing | Need::Anybody | Need::Account, _) => Ok(()),
            (Need::Session, _) => self.in_session(),
            (Need::Password, _) => self.confirmed(),
            (Need::RightInSession(right), _) => {
                self.may(Need::Right(right), lane)?;
                self.in_session()
            }
            (Need::RightAndPassword(right), _) => {
                self.may(Need::Right(right), lane)?;
                self.confirmed()
            }
            (Need::Right(_), Some(lane)) if !self.lanes.contains(&lane) => Err(Lacks::Lane(lane)),
            (Need::Right(right), _) if !self.rights.contains(&right) => Err(Lacks::Right(right)),
            (Need::Right(_), _) => Ok(()),
        }
    }

    const fn in_session(&self) -> Result<(), Lacks> {
        match self.via {
            Via::Session { .. } => Ok(()),
            Via::Token { .. } => Err(Lacks::Session),
        }
    }

    const fn confirmed(&self) -> Result<(), Lacks> {
        match self.via {
            Via::Session { confirmed: true, .. } => Ok(()),
            Via::Session { .. } => Err(Lacks::Password),
            Via::Token { .. } => Err(Lacks::Session),
        }
    }

    /// As the account itself is told.
    #[must_use]
    pub fn me(&self) -> Me {
        Me {
            name: self.name.clone(),
            lanes: self.lanes.clone(),
            rights: self.rights.clone(),
            may_set_password: matches!(self.via, Via::Session { may_set: true, .. }),
        }
    }
}

//! Who may use a server: accounts, sessions and tokens as the API speaks of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Lane;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Look at a lane, and compare files with it.
    Compare,
    /// Commit what was compared; retract and reinstate imports.
    Commit,
    /// Change intents: exclude, cool off, pause, complete, resume.
    KillSwitch,
    /// Look after accounts. It gives no look at a lane.
    Administer,
}

impl Right {
    /// All rights, in their usual order.
    pub const ALL: [Self; 4] = [Self::Compare, Self::Commit, Self::KillSwitch, Self::Administer];

    /// The right's name in JSON, SQL and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compare => "compare",
            Self::Commit => "commit",
            Self::KillSwitch => "kill_switch",
            Self::Administer => "administer",
        }
    }
}

impl std::str::FromStr for Right {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|right| right.as_str() == name);
        named.ok_or_else(|| {
            format!("there is no right `{name}`; the rights are {}", Self::ALL.map(Self::as_str).join(", "))
        })
    }
}

/// Signs in with a password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account.
    pub name: String,
    /// Its password.
    pub password: String,
}

/// Signs in with a link that is good once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInByLink {
    /// What follows `#sign-in=` in the link.
    pub link: String,
}

/// Sets one's own password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The password so far; not needed in a session that began with a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The new one.
    pub new: String,
}

/// Confirms one's own password in a session.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPassword {
    /// The password.
    pub password: String,
}

/// Whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asker {
    /// Who it is; nothing for somebody who has not signed in.
    pub account: Option<Me>,
}

/// The account that asks, and what it may by the way in which it asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account's name.
    pub name: String,
    /// Its lanes.
    pub lanes: Vec<Lane>,
    /// What it may do in them.
    pub rights: Vec<Right>,
    /// It has signed in by a link, and should set a password.
    pub may_set_password: bool,
}

impl Me {
    /// Whether it may do something in a lane.
    #[must_use]
    pub fn may(&self, right: Right, lane: Lane) -> bool {
        self.rights.contains(&right) && self.lanes.contains(&lane)
    }

    /// Whether it may look after accounts.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.rights.contains(&Right::Administer)
    }
}

/// An account, as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its lanes.
    pub lanes: Vec<Lane>,
    /// What it may do in them.
    pub rights: Vec<Right>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Since when it can't be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<DateTime<Utc>>,
    /// Whether it has a password.
    pub has_password: bool,
    /// When a session of it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime<Utc>>,
}

/// A page of accounts, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPage {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// What to ask the next page with; nothing after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Makes an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// Its lanes.
    pub lanes: Vec<Lane>,
    /// What it may do in them.
    pub rights: Vec<Right>,
}

/// Changes an account; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Its lanes from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lanes: Option<Vec<Lane>>,
    /// What it may do in them from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<Right>>,
    /// Whether it can't be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

/// An account and the link that signs in to it once. The link is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkMade {
    /// The account.
    pub account: Account,
    /// The page's address, with the secret behind the `#`, which browsers send to nobody.
    pub link: String,
    /// Until when it is good.
    pub ends_at: DateTime<Utc>,
}

/// One of one's sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Its id, which signs nobody in.
    pub id: Uuid,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was last used, to a minute.
    pub seen_at: DateTime<Utc>,
    /// What the browser called itself.
    pub client: String,
    /// Whether this very request came in it.
    pub current: bool,
}

/// Makes a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// Its lanes, of the account's.
    pub lanes: Vec<Lane>,
    /// Its rights, of the account's.
    pub rights: Vec<Right>,
    /// After how many days it ends; 90 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// Its id, which opens nothing.
    pub id: Uuid,
    /// What it is for.
    pub label: String,
    /// Its lanes.
    pub lanes: Vec<Lane>,
    /// Its rights.
    pub rights: Vec<Right>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it was last used, to a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A new token with its secret, which is shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenMade {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// What to send as `Authorization: Bearer …`.
    pub secret: String,
}

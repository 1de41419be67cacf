//! `lanegate-server account`: who may use the server.

use clap::{Args, Subcommand};
use lanegate_wire::{Lane, Right};
use uuid::Uuid;

use super::Target;

/// Who may use the server.
#[derive(Debug, Clone, Args)]
pub struct Account {
    /// What to do.
    #[command(subcommand)]
    pub action: AccountAction,
    /// The database.
    #[command(flatten)]
    pub target: Target,
}

/// What to do with accounts.
#[derive(Debug, Clone, Subcommand)]
pub enum AccountAction {
    /// Make an account, and a link with which its person signs in once and sets a password.
    Add {
        /// Its name, such as an e-mail address.
        name: String,
        /// What it may touch and do.
        #[command(flatten)]
        scope: Scope,
        /// Where the page is, for the link.
        #[arg(long, env = "LANEGATE_PUBLIC_URL", default_value = "http://127.0.0.1:8640")]
        public_url: String,
    },
    /// List all accounts.
    List,
    /// Let an account be used no longer. Its sessions, tokens, and link end at once and for good; its name stays.
    Disable {
        /// The account.
        name: String,
    },
    /// Let a disabled account be used again.
    Enable {
        /// The account.
        name: String,
    },
    /// Set an account's password: asked for on a terminal, else the first line of the standard input.
    Password {
        /// The account.
        name: String,
    },
    /// Make a link with which an account's person signs in once and sets a new password.
    Link {
        /// The account.
        name: String,
        /// Where the page is, for the link.
        #[arg(long, env = "LANEGATE_PUBLIC_URL", default_value = "http://127.0.0.1:8640")]
        public_url: String,
    },
    /// Make a token for a program, such as `lanegate commit`, and print it. It is shown this once.
    Token {
        /// The account.
        name: String,
        /// What it is for.
        #[arg(long, default_value = "command line")]
        label: String,
        /// After how many days it ends.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
        /// What it may touch and do; what the account may, when nothing is said.
        #[command(flatten)]
        scope: Scope,
    },
    /// List an account's tokens, without their secrets.
    Tokens {
        /// The account.
        name: String,
    },
    /// Revoke a token of an account, at once and for good.
    Revoke {
        /// The account.
        name: String,
        /// The token's ID, as `tokens` lists it.
        token: Uuid,
    },
}

impl AccountAction {
    /// Whether it changes nothing.
    #[must_use]
    pub const fn only_reads(&self) -> bool {
        matches!(self, Self::List | Self::Tokens { .. })
    }
}

/// Lanes and rights. Lists are joined by commas.
#[derive(Debug, Clone, Args)]
pub struct Scope {
    /// Lanes: sales, partners.
    #[arg(long, value_delimiter = ',')]
    pub lanes: Vec<Lane>,
    /// Rights: compare, commit, kill_switch, administer.
    #[arg(long, value_delimiter = ',')]
    pub rights: Vec<Right>,
}

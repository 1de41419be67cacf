//! Accounts: one's own, with its password, sessions and tokens, and everybody's, for those who look after them.

mod account_tokens;
mod accounts;
mod confirm;
mod entry;
mod new;
mod once;
mod own;
mod password;
mod sessions;
mod terms;
mod token;
mod tokens;

pub use accounts::AccountsPlace;
pub use own::AccountPlace;
pub use password::PasswordForm;

//! Who may what: names, passwords and secrets, what each call needs, and whoever asks. Knows no SQL.

mod name;
mod password;
pub mod principal;
pub mod rules;
mod secret;

pub use name::account_name;
pub use password::{Hasher, PasswordBusy, good_password};
pub use principal::{Principal, Via};
pub use rules::{Need, Rule};
pub use secret::{Digest, Secret};

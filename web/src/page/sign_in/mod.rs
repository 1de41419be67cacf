//! Signing in and out: a place in the header, and a dialog for the form.

mod account;
mod dialog;
mod form;
mod password;
mod sessions;

pub use account::AccountPlace;
pub use dialog::SignInDialog;

//! Signing in and out: a place in the header, and a dialog for the form.

mod dialog;
mod form;
mod header;

pub use dialog::SignInDialog;
pub use form::SignInForm;
pub use header::SignedIn;

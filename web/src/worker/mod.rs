//! The worker's side: takes one file, checks it, and answers for it until it is thrown away.

pub(crate) mod line;
mod session;

/// Listens for requests.
pub fn start() {
    line::serve(session::Session::default());
}

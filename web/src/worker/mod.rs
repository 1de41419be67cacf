//! The worker's side: takes one file, checks it, and answers for it until it is thrown away.

mod answers;
pub(crate) mod line;
pub(crate) mod session;
mod warm_up;

use lanegate_intake::{Intake, open_list_light};

/// Listens for requests. This program is linked without what few files need, and says so where one does.
pub fn start() {
    line::serve(session::Session::new(Intake::open_light, open_list_light));
}

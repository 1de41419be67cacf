//! What somebody who means no good can try on a running server: one file a subject. Each starts the program itself.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

mod door;
mod headers;
mod hostile;
mod logs;
mod sign_in;
mod slow;
mod tls;

use lanegate_tests::program::Program;
use lanegate_tests::raw::Line;

/// Whether a server is up and takes requests.
fn is_up(server: &Program) -> bool {
    Line::to(server).get("/health").status == 200
}

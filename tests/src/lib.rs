//! Fixtures for tests that run several parts together: a database of its own for each test, a server on it, sample rows.

pub mod account;
pub mod api;
pub mod carried;
pub mod catalog;
pub mod client;
pub mod cluster;
pub mod database;
pub mod disk;
pub mod fingerprint;
pub mod guards;
pub mod isolation;
pub mod load;
pub mod old_records;
pub mod place;
pub mod planner;
pub mod private;
pub mod program;
pub mod random;
pub mod raw;
pub mod sample;
pub mod server;
pub mod standby;
pub mod store;
pub mod tap;

/// Says, past the test program's capture of what passes, that something was not tried here and why. `cargo xtask test`
/// counts it as skipped and names it at the end.
pub fn not_run(what: &str, why: &str) {
    use std::io::Write as _;
    // Where nobody can be told, nobody reads the test's verdict either.
    let _ = writeln!(std::io::stdout(), "\nnot run: {what}: {why}");
}

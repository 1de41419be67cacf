//! The API over real HTTP, on a real database: one file a subject. Every test has a database of its own, on the engine
//! that the environment names (see `lanegate_tests::database`).

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

mod abandon;
mod accounts;
mod bodies;
mod browser;
mod commit;
mod confirm;
mod description;
mod guard;
mod health;
mod history;
mod open;
mod outreach;
mod page;
mod plan;
mod refusals;
mod rights;
mod sign_in;
mod stage;
mod tokens;
mod whole_line;

//! Fixtures for tests that run several parts together: a database of its own for each test, a server on it, sample rows.

pub mod api;
pub mod catalog;
pub mod database;
pub mod isolation;
pub mod program;
pub mod sample;
pub mod server;
pub mod store;
pub mod tap;

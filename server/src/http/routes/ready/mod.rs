//! The ready queues: to look at as JSON, to take away as CSV or `.xlsx`.

mod download;
pub mod partners;
pub mod reactivation;
pub mod reference;

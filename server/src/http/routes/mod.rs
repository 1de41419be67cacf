//! The handlers, one file a call, in folders that follow the addresses.

pub mod health;
pub mod imports;
pub mod intents;
pub mod ready;
pub mod receipt_page;

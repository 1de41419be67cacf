//! The handlers, one file a call, in folders that follow the addresses.

pub mod health;
pub mod imports;

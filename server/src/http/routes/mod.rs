//! The handlers, one file a call, in folders that follow the addresses.

#![allow(unused_qualifications, reason = "the macro that describes the calls writes some")]

pub mod access;
pub mod health;
pub mod imports;
pub mod intents;
pub mod ready;
pub mod receipt_page;

//! Intents and the kill switch.

pub mod change;
pub mod list;

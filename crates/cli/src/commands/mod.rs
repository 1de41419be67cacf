//! One file a command.

pub mod check;
pub mod commit;
pub mod explain;
pub mod kinds;

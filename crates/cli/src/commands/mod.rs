//! One file a command.

pub mod annotate;
pub mod check;
pub mod commit;
pub mod explain;
pub mod kinds;
pub mod template;

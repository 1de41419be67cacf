//! The life of an import: opened, staged, planned, committed or abandoned, perhaps retracted, and what can be read of it.

pub mod abandon;
pub mod commit;
pub mod history;
pub mod open;
pub mod plan;
pub mod plan_rows;
pub mod receipt;
pub mod receipt_rows;
pub mod reinstate;
pub mod retract;
pub mod stage;
pub mod status;

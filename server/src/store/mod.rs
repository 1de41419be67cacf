//! Imports in the database: opened, staged, planned, committed, looked up, abandoned, expired.
//!
//! Every function is one transaction under the lane's role. [`commit`] is not undone by a dropped future only once the
//! database has it, so callers run it in a task of its own.

mod abandon;
mod commit;
mod error;
mod found;
mod history;
mod open;
mod plan;
mod receipt;
mod stage;
mod statements;
mod status;

pub use abandon::{abandon, expire};
pub use commit::commit;
pub use error::StoreError;
pub use history::history;
pub use open::open;
pub use plan::{plan, plan_page};
pub use receipt::{receipt, receipt_rows};
pub use stage::stage;
pub use status::status;

/// Rows on one page of a plan or a receipt.
pub const PAGE_ROWS: u32 = 500;

/// Imports on one page of a lane's history.
pub const PAGE_IMPORTS: u32 = 100;

/// How long an import that nobody committed is kept after its last batch.
pub const RETENTION: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 60 * 60);

//! Imports in the database: opened, staged, planned, committed, looked up, abandoned, expired, retracted; and what they set going:
//! intents, scores, ready queues.
//!
//! Every function is one transaction under the lane's role. [`commit`] is not undone by a dropped future only once the
//! database has it, so callers run it in a task of its own.

pub mod access;
pub mod lookups;

mod abandon;
mod batches;
mod changes;
mod commit;
mod error;
mod execute;
mod found;
mod history;
mod intents;
mod open;
mod open_imports;
mod pages;
mod plan;
mod planning;
mod ready;
mod receipt;
mod reference;
mod retract;
mod score;
mod stage;
mod statements;
mod status;

pub use abandon::{Abandons, abandon, expire};
pub use commit::{commit, commit_once};
pub use error::StoreError;
pub use history::history;
pub use intents::{change_intent, intents};
pub use open::open;
pub use open_imports::open_imports;
pub use pages::{plan_page, receipt_rows};
pub use plan::plan;
pub use ready::{MeetingFilter, MeetingOrder, PartnerFilter, PartnerOrder, ready_meetings, ready_partners};
pub use receipt::receipt;
pub use reference::reference;
pub use retract::{reinstate, retract};
pub use score::{Scored, score};
pub use stage::stage;
pub use status::status;

/// Rows on one page of a plan or a receipt.
pub const PAGE_ROWS: u32 = 500;

/// Imports on one page of a lane's history.
pub const PAGE_IMPORTS: u32 = 100;

/// Rows on one page of a table that is downloaded, and of the partners' reference.
pub const PAGE_TABLE: u32 = 5_000;

/// How long an import that nobody committed is kept after its last batch.
pub const RETENTION: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 60 * 60);

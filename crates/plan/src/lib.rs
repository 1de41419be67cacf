//! The planner: what a commit would do with each row of an import.
//!
//! It is pure: rows and stored records are given to it, and it says which records it needs. It works in passes over the import's
//! batches, in their order, so that its memory holds hashes of the import's keys and one chunk of rows and records:
//!
//! 1. [`Scan::scan`] collects hashes of keys, and the numbers that rows state.
//! 2. [`Matching::read`] tells which stored records a chunk of rows needs, and [`Matching::match_rows`] notes how the rows match
//!    them and each other. [`Matching::settle`] then finds conflicts between rows of the import.
//! 3. [`Fates::read`] tells which records are needed again, for their values, and [`Fates::fates`] gives what a commit would do
//!    with each row. [`Fates::finish`] gives the plan in numbers, with its digest.
//!
//! Which rows are the same is decided by the code that the check uses for the rows of a file: [`lanegate_check::Fact`] and
//! [`lanegate_check::Master`], which each kind declares.

mod batch_row;
mod digest;
mod facts;
mod key_hash;
mod leave_out;
mod lookups;
mod masters;
mod passes;
mod planned;
mod reasons;
mod repeated_keys;
mod row_notes;
mod stored;
mod summary;
#[cfg(test)]
mod tests;

/// The version of the planner's rules. **Raise it with any change that gives some row another fate, key, reason, or change**: plans that
/// were made by earlier rules are then made again before they are committed.
pub const RULES: u32 = 1;

pub use batch_row::BatchRow;
pub use lookups::{Day, Lookups};
pub use passes::{Chunk, Fates, Matching, Scan};
pub use planned::{Fill, Planned};
pub use stored::{Stored, StoredFact, StoredMaster};
pub use summary::Summary;

//! Faults of a database that several servers, poolers, and replicas use: `docs/faults.md` says which. Some tests have a cluster of
//! their own, which they stop, start and starve.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails panics")]

mod ending;
mod full;
#[path = "../faults/imports.rs"]
mod imports;
mod locked;
mod older_backups;
#[path = "../faults/outside.rs"]
mod outside;
mod pooler;
mod replicas;
mod stopped;
mod upgrade;

//! Faults: what `docs/faults.md` says is tried, and what must hold whatever happens. What needs a cluster of the test's own is in
//! `faults_postgres`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails panics")]

mod crowd;
mod cut;
mod fault;
mod imports;
mod outside;
mod retries;
mod rounds;
mod trap;
mod watcher;

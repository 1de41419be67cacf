//! Three servers behind a load balancer, over a PostgreSQL with a synchronous standby, through a pooler: a server dies, then the
//! database's primary, each in mid-commit, and the standby takes its place. `cargo xtask failover` runs it as often as asked for.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails panics")]

mod front;
#[path = "../faults/imports.rs"]
#[expect(dead_code, reason = "other tests change partners and meet them, too")]
mod imports;
mod load;
#[path = "../faults/outside.rs"]
mod outside;
mod rounds;
mod support;

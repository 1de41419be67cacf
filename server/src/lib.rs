//! The server as a library, so that tests and tools can run it inside their own process.
//!
//! `net` takes connections; `http` speaks to clients and knows no SQL; `store` and `db` know SQL and nothing of HTTP; `admission` and
//! `recheck` decide what may come in, with the check crate's own code. `options` says what a server is told, `watch` how it is seen to do.

pub mod access;
pub mod accounts;
pub mod admission;
pub mod adoption;
pub mod carry;
pub mod db;
pub mod expiry;
pub mod http;
pub mod net;
pub mod options;
pub mod per_client;
pub mod per_lane;
pub mod recheck;
pub mod serve;
pub mod source;
pub mod store;
pub mod version;
pub mod watch;

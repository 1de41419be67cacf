//! The web side: router, guards, extractors and the one way of saying no. Knows nothing of SQL.

pub mod addresses;
pub mod app;
pub mod client;
pub mod cookie;
pub mod enforce;
pub mod guard;
pub mod headers;
pub mod limits;
pub mod memory;
pub mod panics;
pub mod path;
pub mod payload;
pub mod principal;
pub mod rate;
pub mod refusal;
pub mod router;
pub mod timeout;

mod page;
mod refused_access;
mod refused_store;
pub(crate) mod routes;

pub use app::App;
pub(crate) use router::method;
pub use router::router;

//! What a hostile or busy network does to a server on a PostgreSQL beyond this machine: TLS on the way to it, and two hundred clients.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

mod downloads;
mod fair;
mod hang_ups;
mod load;
mod tls;

//! The private database of a server, from outside the process: its folder, its life, who may run it, and the commands over it.
//!
//! What runs as root runs as an ordinary user, too: PostgreSQL then is that user's own.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

mod commands;
mod folders;
mod home;
mod killed;
mod link;
mod root;
mod signals;

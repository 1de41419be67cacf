//! The page and its worker. The worker reads and checks a file in the browser; the page shows what it found, and only when
//! a person presses Compare do clean rows leave for the server.

pub mod page;
pub mod protocol;
pub mod worker;

//! The page and its workers. One reads and checks a file in the browser, another writes workbooks to take away; the page shows
//! what was found, and only when a person presses Compare do clean rows leave for the server.

pub mod page;
pub mod protocol;
pub mod worker;
pub mod writer;

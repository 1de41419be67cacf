//! What the command line prints. Results go to standard output, everything else to standard error.

pub mod accepted;
pub mod applied;
pub mod json;
pub mod lookups;
pub mod plan;
pub mod progress;
pub mod report;
pub mod workbook;

use std::io::{ErrorKind, Write as _};

use anyhow::Result;

/// Prints a line of a result. A reader that has gone away (`| head`) is no error.
pub fn line(text: &str) -> Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// A count with its thing: `1 row`, `2 rows`.
pub fn counted(count: u32, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

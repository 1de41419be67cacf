//! Results as one JSON object.

use std::io::{BufWriter, ErrorKind, Write as _};

use anyhow::Result;
use serde::Serialize;

/// Prints a value as JSON and a line end. A reader that has gone away is no error.
pub fn print<T: Serialize>(value: &T) -> Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let printed = serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from);
    match printed.and_then(|()| writeln!(out)).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

//! Prints what came of taking a database over.

use std::io::{ErrorKind, Write as _};

use anyhow::Result;

use crate::db::Adoption;
use crate::options::Format;

/// Prints it, for a person or as JSON, in which `adopted` is `now`, `before` or `nothing`.
///
/// # Errors
/// When it cannot be written. That nobody reads on is none: the report can be asked for again.
pub fn print(adoption: &Adoption, database: &str, format: Format) -> Result<()> {
    let text = match format {
        Format::Text => text(adoption, database),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&json(adoption))?),
    };
    print_text(&text)
}

/// Prints a text.
///
/// # Errors
/// When it cannot be written. A closed pipe is not an error: the report can be asked for again.
pub fn print_text(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn json(adoption: &Adoption) -> serde_json::Value {
    let (adopted, report) = match adoption {
        Adoption::Adopted(report) => ("now", Some(report)),
        Adoption::Already(report) => ("before", Some(report)),
        Adoption::Nothing => ("nothing", None),
    };
    serde_json::json!({"adopted": adopted, "report": report})
}

fn text(adoption: &Adoption, database: &str) -> String {
    match adoption {
        Adoption::Adopted(report) => {
            format!("The database ({database}) is taken over, and at this version.\n\n{report}")
        }
        Adoption::Already(report) => format!(
            "The database ({database}) was taken over before, and is at this version. The report from then:\n\n{report}"
        ),
        Adoption::Nothing => format!(
            "There was nothing to take over: no table of the lanes was there, or Lanegate had made them. The database \
             ({database}) is at this version.\n"
        ),
    }
}

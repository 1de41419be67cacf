//! Requests made up from `openapi.json`: Schemathesis calls every operation with right and wrong values, and holds each answer against
//! the description. It is kept with the other tools, in a Python environment of its own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::failures::Failures;
use crate::steps::Counts;
use crate::{native, place, process, python};

const VERSION: &str = "4.32.5";

/// Requests an operation, at most, in each phase.
const EXAMPLES: &str = "30";

/// What every answer is held against. Not among them: that what the description allows is always taken, since an import's state, its id and its
/// rows decide too; the table of refusals (`tests/tests/api/refusals.rs`) holds those.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,negative_data_rejection,unsupported_method";

/// Calls every operation of a running server.
pub fn run(url: &str, token: &str, counts: &mut Counts) -> Result<()> {
    let mut command = Command::new(program()?);
    command.args(["run", "--no-color", "--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", "1"]);
    command.args(["--generation-deterministic", "--warnings", "off", "--phases", "examples,coverage,fuzzing"]);
    command.args(["--request-timeout", "60"]);
    command.args(["--header", &format!("Authorization: Bearer {token}")]);
    command.arg(format!("{url}/api/openapi.json"));
    // Nothing is left behind in the tree.
    native::forget_settings(&mut command).current_dir(place::cache()?);
    let mut failures = Failures::default();
    let status = process::run_reading(&mut command, |line| {
        println!("{line}");
        failures.line(line);
        counts.passed += operations(line).unwrap_or_default();
    })?;
    process::check(&command, status)
}

/// Reads `  Operations: 18 selected / 18 total`, or `Tested: 18`.
fn operations(line: &str) -> Option<u32> {
    line.trim().strip_prefix("✅ Tested:").or_else(|| line.trim().strip_prefix("Tested:"))?.trim().parse().ok()
}

/// The program, got first if it is not kept yet.
fn program() -> Result<PathBuf> {
    Ok(python::environment("schemathesis", VERSION)?.join("bin/schemathesis"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_operations_is_read() {
        assert_eq!(operations("  ✅ Tested: 18"), Some(18));
        assert_eq!(operations("  Tested: 7"), Some(7));
        assert_eq!(operations("Operations:"), None);
    }
}

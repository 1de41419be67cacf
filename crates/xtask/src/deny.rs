//! What the product is made of, held against `deny.toml` by cargo-deny: licences, where it comes from, what may not be in
//! it; and known vulnerabilities, where their list can be had.

use std::process::Command;

use anyhow::Result;

use crate::{place, process, steps, toolchain, tools};

/// Checks all of it. What could not be checked is told, here and at the end of all steps.
pub fn check() -> Result<()> {
    let program = tools::cargo_deny()?;
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(place::root()).args(["--workspace", "--color", "never", "--log-level", "warn"]);
        // It asks cargo for what there is.
        command.env("CARGO", toolchain::usual_cargo().get_program()).args(arguments);
        command
    };
    process::run(&mut deny(&["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))?;
    steps::say("ran: licences, sources, bans");
    match process::output(&mut deny(&["fetch", "db"])) {
        Ok(_) => {
            process::run(&mut deny(&["check", "--hide-inclusion-graph", "advisories"]))?;
            steps::say("ran: advisories, with today's list");
        }
        Err(error) => {
            process::go_on()?;
            let why = error.to_string();
            let why = why.lines().last().unwrap_or_default().trim();
            let what = format!(
                "not run: known vulnerabilities (cargo deny check advisories): their list (github.com/RustSec/advisory-db) cannot be had here: {why}"
            );
            println!("   {what}");
            steps::notes_not_run(&what);
        }
    }
    Ok(())
}

//! `lanegate explain`: what a finding code means.

use anyhow::{Result, bail};
use lanegate_check::{CODES, explain};

use crate::Outcome;
use crate::arguments::ExplainArguments;
use crate::output::line;

pub fn run(arguments: &ExplainArguments) -> Result<Outcome> {
    let Some(name) = &arguments.code else {
        for code in CODES {
            line(&format!("{:<22} {:<8} {}", code.name, code.severity.as_str(), code.title))?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(code) = explain(name.trim()) else {
        bail!("there is no finding code \"{name}\"; `lanegate explain` lists them all");
    };
    line(&format!("{} ({})\n{}.\n\n{}", code.name, code.severity.as_str(), code.title, code.explanation))?;
    Ok(Outcome::Clean)
}

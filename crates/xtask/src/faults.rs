//! `cargo xtask faults`: the tests of faults with as many rounds as asked for. `cargo xtask test` runs them with a few.

use anyhow::Result;
use clap::Args;

use crate::database::Database;
use crate::native::{self, With};
use crate::steps::Steps;
use crate::{page, steps};

#[derive(Args)]
pub struct Options {
    /// Rounds in which something dies: the server on a named database; the server, PostgreSQL, or both on a private one,
    /// whose disk fills up now and then.
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Where the random choices begin; a run prints its own. The same number makes the same choices, if not the same timing.
    #[arg(long)]
    seed: Option<u64>,
    /// Arguments for the test programs, such as a part of a test's name: `private` for the rounds on a private database.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn faults(options: &Options) -> Result<()> {
    page::ensure_some()?;
    let programs = steps::timed("the test programs and the server", native::build)?;
    let (rounds, seed) = (options.rounds.to_string(), options.seed.map(|seed| seed.to_string()));
    let mut variables = vec![("LANEGATE_FAULT_ROUNDS", rounds.as_str())];
    variables.extend(seed.as_deref().map(|seed| ("LANEGATE_FAULT_SEED", seed)));
    // One after another, so that figures are those of each alone, and told also where all is well.
    let mut arguments = vec!["--nocapture".to_owned(), "--test-threads=1".to_owned()];
    arguments.extend(options.arguments.iter().cloned());
    let mut steps = Steps::new();
    steps.tests("faults", "whatever dies or fills up, nothing is lost", |counts| {
        Database::start()?.run(&programs, With::Faults, &variables, &arguments, counts)
    });
    steps.close()
}

//! `cargo xtask faults`: the tests of faults with as many rounds as asked for. `cargo xtask test` runs them with a few.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::native::{self, With, run_programs};
use crate::steps::Steps;
use crate::test::Real;
use crate::{page, steps};

#[derive(Args)]
pub struct Options {
    /// Rounds in which the server is killed, on each database.
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Where the random choices begin; a run prints its own. The same number makes the same choices, if not the same timing.
    #[arg(long)]
    seed: Option<u64>,
    /// Only this database (both, if none is named).
    #[arg(long, value_enum)]
    database: Option<Engine>,
    /// Arguments for the test programs, such as a part of a test's name.
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Postgres,
    Embedded,
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
    let wanted = |engine| options.database.is_none_or(|only| only == engine);
    let mut steps = Steps::new();
    if wanted(Engine::Postgres) {
        steps.tests("postgres", "faults on a real PostgreSQL", |counts| {
            Real::start()?.run(&programs, With::PostgresFaults, &variables, &arguments, counts)
        });
    }
    if wanted(Engine::Embedded) {
        steps.tests("embedded", "faults on the embedded PostgreSQL", |counts| {
            variables.push(("LANEGATE_TEST_DATABASE", "embedded"));
            run_programs(&programs, With::Faults, &variables, &arguments, counts)
        });
    }
    steps.close()
}

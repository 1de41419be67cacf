//! `cargo xtask failover`: three servers behind haproxy, over a PostgreSQL with a synchronous standby, through pgbouncer; a server dies,
//! then the primary, each in mid-commit. `cargo xtask test` runs one round.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::native::{self, Program, With, run_programs};
use crate::steps::{self, Counts, Steps};
use crate::{page, pgbouncer, postgres, system};

#[derive(Args)]
pub struct Options {
    /// Rounds: in each a server and a primary die.
    #[arg(long, default_value_t = 10)]
    rounds: u32,
    /// Where the random choices begin; a run prints its own.
    #[arg(long)]
    seed: Option<u64>,
    /// A control that has to fail: the primary acknowledges without its standby, and the receipts lost by that have to be found.
    #[arg(long)]
    alone: bool,
}

impl Options {
    /// One round, as a complete test run does it.
    pub const fn one_round() -> Self {
        Self { rounds: 1, seed: None, alone: false }
    }
}

pub fn failover(options: &Options) -> Result<()> {
    page::ensure_some()?;
    let programs = steps::timed("the test programs and the server", native::build)?;
    let mut steps = Steps::new();
    steps.tests("failover", "a server and a primary die in mid-commit", |counts| run(&programs, options, counts));
    steps.close()
}

/// Runs the rounds, told also where all is well.
pub fn run(programs: &[Program], options: &Options, counts: &mut Counts) -> Result<()> {
    let path = |path: PathBuf| path.to_string_lossy().into_owned();
    let (postgres, pgbouncer, haproxy) =
        (path(postgres::complete_binaries()?.folder().to_owned()), path(pgbouncer::program()?), path(haproxy()?));
    let (rounds, seed) = (options.rounds.to_string(), options.seed.map(|seed| seed.to_string()));
    let mut variables = vec![
        ("LANEGATE_POSTGRES_PROGRAMS", postgres.as_str()),
        ("LANEGATE_PGBOUNCER", &pgbouncer),
        ("LANEGATE_HAPROXY", &haproxy),
        ("LANEGATE_FAILOVER_ROUNDS", &rounds),
    ];
    variables.extend(options.alone.then_some(("LANEGATE_FAILOVER_ALONE", "1")));
    variables.extend(seed.as_deref().map(|seed| ("LANEGATE_FAILOVER_SEED", seed)));
    run_programs(programs, With::Failover, &variables, &["--nocapture".to_owned()], counts)
}

fn haproxy() -> Result<PathBuf> {
    if let Some(found) = system::find_program("haproxy") {
        return Ok(found);
    }
    steps::timed("haproxy", || system::install("haproxy", &["haproxy"]))?;
    system::find_program("haproxy").context("haproxy was installed, but is not to be found")
}

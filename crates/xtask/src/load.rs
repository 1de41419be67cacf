//! `cargo xtask load`: many clients at once, for longer than in the usual tests. Only the loopback is used, and it ends by
//! itself.

use anyhow::Result;
use clap::Args;

use crate::database::Database;
use crate::native::{self, With};
use crate::page;
use crate::steps::{self, Steps};

#[derive(Args)]
pub struct Options {
    /// How long clients begin new imports.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Clients at a time.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=500))]
    clients: u32,
}

pub fn load(options: &Options) -> Result<()> {
    page::ensure_some()?;
    let programs = steps::timed("the test programs and the server", native::build)?;
    let (seconds, clients) = (options.seconds.to_string(), options.clients.to_string());
    let variables = [("LANEGATE_LOAD_SECONDS", seconds.as_str()), ("LANEGATE_LOAD_CLIENTS", &clients)];
    let arguments = ["--nocapture", "load::"].map(str::to_owned);
    let mut steps = Steps::new();
    steps.tests("load", "many clients at once, on a PostgreSQL", |counts| {
        Database::start()?.run(&programs, With::Load, &variables, &arguments, counts)
    });
    steps.close()
}

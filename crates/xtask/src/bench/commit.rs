//! `cargo xtask bench commit`: measures commits on a PostgreSQL that is started for it.

use std::fs;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use super::peers::PG;
use super::results::{self, Commit, Machine};
use super::{committing, docs, folder, report};
use crate::postgres::Postgres;
use crate::{native, node, place, process};

#[derive(Args, Default)]
pub struct Options {
    /// Arguments for the program, such as `--rows 1000000 --rounds 1 --statements`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn commit(options: &Options) -> Result<()> {
    let mut build = native::cargo("build");
    build.args(["--release", "--quiet", "-p", "lanegate-server", "-p", "lanegate-bench"]);
    process::run(&mut build)?;
    let client = PG.by_npm()?;
    let postgres = Postgres::start()?;
    let released = |name: &str| place::target().join("release").join(name);
    let (said, plans) = (folder()?.join("commit.json"), folder()?.join("plans.txt"));
    let mut program = Command::new(released("lanegate-bench"));
    native::forget_settings(&mut program)
        .env("LANEGATE_TEST_DATABASE_URL", postgres.url("postgres"))
        .env("LANEGATE_SERVER_BIN", released("lanegate-server"))
        .env("PG_FROM", client)
        .arg("--single")
        .arg(node::folder()?.join("node"))
        .arg(place::root().join("tests/bench/single_rows.mjs"))
        .arg("--plans")
        .args([postgres.log(), &plans])
        .arg("--results")
        .arg(&said)
        .args(&options.arguments);
    process::run(&mut program)?;
    // Figures of other sizes are looked at, not kept.
    if !options.arguments.is_empty() {
        return Ok(());
    }
    let version = process::output(Command::new(postgres.binaries().program("postgres")).arg("--version"))?;
    let version = version.split_whitespace().nth(2).unwrap_or_default().to_owned();
    let measured = serde_json::from_str(&fs::read_to_string(&said)?)?;
    let machine = Machine::here()?;
    let plans = committing::PLANS.replace("{}", &format!("{}, PostgreSQL {version}", machine.day))
        + &fs::read_to_string(plans)?;
    results::keep(&docs(), "commit", &Commit { machine, postgresql: version, pg: PG.version.to_owned(), measured })?;
    fs::write(docs().join("benchmarks/plans.txt"), plans)?;
    report::write(&docs())
}

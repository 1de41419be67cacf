//! `cargo xtask bench`: measures the check and the commit beside what people would use instead, and writes what came of it to
//! `docs/benchmarks.md`, with charts and the figures of every round. Only a machine that does nothing else gives figures worth keeping.

mod aims;
mod chart;
mod check;
mod commit;
mod committing;
mod growth;
mod peers;
mod report;
mod results;
mod size;
mod tables;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::place;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Measure the check beside SheetJS in the same Chromium, ExcelJS, openpyxl, and unfolding the file alone.
    Check(check::Options),
    /// Measure commits on a PostgreSQL that is started for it, beside COPY and one INSERT a row.
    Commit(commit::Options),
    /// Say what the page's programs are made of, by crate.
    Size,
    /// Write the document anew from the figures that are kept.
    Report,
}

/// All parts, unless one is named.
pub fn bench(options: &Options) -> Result<()> {
    match &options.part {
        Some(Part::Check(options)) => check::check(options),
        Some(Part::Commit(options)) => commit::commit(options),
        Some(Part::Size) => size::size(),
        Some(Part::Report) => report::write(&docs()),
        None => {
            check::check(&check::Options::default())?;
            commit::commit(&commit::Options::default())?;
            size::size()
        }
    }
}

/// Where the document stands, and its figures below.
fn docs() -> PathBuf {
    place::root().join("docs")
}

/// What is made for measuring, and kept for the next time.
fn folder() -> Result<PathBuf> {
    let folder = place::target().join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

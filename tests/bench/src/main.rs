//! Measures commits against the PostgreSQL that `LANEGATE_TEST_DATABASE_URL` names: `lanegate-bench`. `cargo xtask bench commit` starts one,
//! builds all that is measured, and runs it.

mod copy;
mod plans;
mod remarks;
mod rounds;
mod rows;
mod serving;
mod split;
mod statements;
mod together;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;

/// Measures commits, as ratios to what people would use instead.
#[derive(Parser)]
struct Options {
    /// Rows of an import.
    #[arg(long, default_value_t = 100_000)]
    rows: u32,
    /// How often each side is measured, in turn.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Also print the time of each statement, which costs some.
    #[arg(long)]
    statements: bool,
    /// Leave out many imports at once.
    #[arg(long)]
    alone: bool,
    /// Rows that the row-by-row script inserts; its time is scaled up to all rows.
    #[arg(long, default_value_t = 20_000)]
    single_rows: u32,
    /// The row-by-row script, and the node that runs it. Left out where it is not named.
    #[arg(long, num_args = 2, value_names = ["NODE", "SCRIPT"])]
    single: Option<Vec<PathBuf>>,
    /// PostgreSQL's own log, and where to write how statements were carried out. Without it nothing is told by step.
    #[arg(long, num_args = 2, value_names = ["LOG", "FILE"])]
    plans: Option<Vec<PathBuf>>,
    /// Where to write the figures of every round, as JSON.
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let rounds = rounds::measure(options.rows, options.rounds, options.statements, !options.alone).await?;
    let (commit, copied) = (median(&rounds.commit), median(&rounds.audited_copy));
    println!("commit : COPY with the audit trigger = {:.2} : 1 (medians)", commit / copied);
    let mut results = serde_json::to_value(&rounds)?;
    results["single_rows"] = 0.into();
    results["single"] = 0.0.into();
    if let Some([node, script]) = options.single.as_deref() {
        let some = copy::single_rows(options.single_rows, node, script).await?;
        results["single_rows"] = options.single_rows.into();
        results["single"] = some.as_secs_f64().into();
        let all = some.as_secs_f64() * f64::from(options.rows) / f64::from(options.single_rows);
        println!(
            "one INSERT a row from Node: {} rows in {}, so {all:.2} s for {}; commit : that = 1 : {:.1}",
            options.single_rows,
            seconds(some),
            options.rows,
            all / commit
        );
    }
    if let Some([log, file]) = options.plans.as_deref() {
        let explained = split::measure(options.rows, log).await?;
        results["split"] = serde_json::to_value(&explained.splits)?;
        results["remarks"] = serde_json::to_value(&explained.remarks)?;
        std::fs::write(file, explained.plans)?;
    }
    if let Some(file) = options.results {
        std::fs::write(file, results.to_string())?;
    }
    Ok(())
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

//! Measures commits against the PostgreSQL that `LANEGATE_TEST_DATABASE_URL` names: `lanegate-bench commit`. `cargo xtask bench` starts one,
//! builds all that is measured, and runs it.

mod commit;
mod copy;
mod rows;
mod statements;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use serde_json::json;

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
    /// Rows that the row-by-row script inserts; its time is scaled up to all rows.
    #[arg(long, default_value_t = 20_000)]
    single_rows: u32,
    /// The row-by-row script, and the node that runs it. Left out where it is not named.
    #[arg(long, num_args = 2, value_names = ["NODE", "SCRIPT"])]
    single: Option<Vec<PathBuf>>,
    /// Where to write the figures of every round, as JSON.
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let (mut commits, mut audited, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    let mut megabytes = 0;
    for round in 1..=options.rounds {
        let done = commit::measure(options.rows, options.statements).await?;
        println!(
            "round {round}: {} rows from the first batch to the receipt {} (staged {}, planned {}, committed {}), server {} MB at most",
            options.rows,
            seconds(done.all()),
            seconds(done.stage),
            seconds(done.plan),
            seconds(done.commit),
            done.megabytes
        );
        commits.push(done.all());
        megabytes = megabytes.max(done.megabytes);
        audited.push(copy::measure(options.rows, copy::Target::Audited).await?);
        plain.push(copy::measure(options.rows, copy::Target::Plain).await?);
        println!(
            "round {round}: COPY with the audit trigger {}, into a plain table {}",
            seconds(audited[audited.len() - 1]),
            seconds(plain[plain.len() - 1])
        );
    }
    let each = |times: &[Duration]| times.iter().map(Duration::as_secs_f64).collect::<Vec<_>>();
    let mut results = json!({
        "rows": options.rows, "commit": each(&commits), "audited_copy": each(&audited), "plain_copy": each(&plain),
        "single_rows": 0, "single": 0.0, "server_megabytes": megabytes,
    });
    let (commit, copied) = (median(&mut commits), median(&mut audited));
    println!(
        "medians: commit {}, COPY with the audit trigger {}, plain COPY {}",
        seconds(commit),
        seconds(copied),
        seconds(median(&mut plain))
    );
    println!("commit : COPY with the audit trigger = {:.2} : 1", commit.as_secs_f64() / copied.as_secs_f64());
    if let Some([node, script]) = options.single.as_deref() {
        let some = copy::single_rows(options.single_rows, node, script).await?;
        results["single_rows"] = options.single_rows.into();
        results["single"] = some.as_secs_f64().into();
        let all = some.mul_f64(f64::from(options.rows) / f64::from(options.single_rows));
        println!(
            "one INSERT a row from Node: {} rows in {}, so {} for {}; commit : that = 1 : {:.1}",
            options.single_rows,
            seconds(some),
            seconds(all),
            options.rows,
            all.as_secs_f64() / commit.as_secs_f64()
        );
    }
    if let Some(file) = options.results {
        std::fs::write(file, results.to_string())?;
    }
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

//! The rounds: one import, `COPY` of the same rows, and many imports at once, in turn.

use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use crate::serving::{self, Serving};
use crate::together::{self, Together};
use crate::{copy, rows, seconds, statements};

/// What every round took, in seconds, and the server's most memory.
#[derive(Serialize)]
pub struct Rounds {
    pub rows: u32,
    pub commit: Vec<f64>,
    pub audited_copy: Vec<f64>,
    pub plain_copy: Vec<f64>,
    pub server_megabytes: u64,
    pub together: Vec<Together>,
}

/// Measures so many rounds; `by_statement` also prints the time of each statement, `at_once` has many imports at once, too.
pub async fn measure(rows: u32, rounds: u32, by_statement: bool, at_once: bool) -> Result<Rounds> {
    let (mut commit, mut audited_copy, mut plain_copy) = (Vec::new(), Vec::new(), Vec::new());
    let mut server_megabytes = 0;
    let mut together = if at_once { together::settings() } else { Vec::new() };
    for round in 1..=rounds {
        let serving = Serving::fresh(if by_statement { statements::LOG } else { "warn" }).await;
        let sample = rows::meetings(0, rows);
        serving.open(sample.lane, &sample.import).await.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        // Two at once, as the page does: the server checks one while the database takes in the other.
        let done = serving::import(&serving, &sample, 2).await?;
        let megabytes = serving.most_memory();
        println!(
            "round {round}: {rows} rows from the first batch to the receipt {} (staged {}, planned {}, committed {}), server {megabytes} MB at most",
            seconds(done.all()),
            seconds(done.stage),
            seconds(done.plan),
            seconds(done.commit),
        );
        if by_statement {
            statements::print(&serving.ended().0);
        }
        commit.push(done.all().as_secs_f64());
        server_megabytes = server_megabytes.max(megabytes);
        let audited = copied(rows, copy::Target::Audited, &mut audited_copy).await?;
        let plain = copied(rows, copy::Target::Plain, &mut plain_copy).await?;
        println!(
            "round {round}: COPY with the audit trigger {}, into a plain table {}",
            seconds(audited),
            seconds(plain)
        );
        for setting in &mut together {
            setting.measure().await?;
            println!("round {round}: {setting}");
        }
    }
    Ok(Rounds { rows, commit, audited_copy, plain_copy, server_megabytes, together })
}

/// COPY of the rows, entered among the times.
async fn copied(rows: u32, target: copy::Target, times: &mut Vec<f64>) -> Result<Duration> {
    let took = copy::measure(rows, target).await?;
    times.push(took.as_secs_f64());
    Ok(took)
}

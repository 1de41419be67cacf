//! One import by its steps: which part of its time went into what. Measured beside the rounds, since what it takes to know costs time.

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow, ensure};
use lanegate_tests::database::Database;
use serde::Serialize;
use sqlx::Connection as _;

use crate::plans;
use crate::remarks::{self, Remarks};
use crate::serving::{self, Done, Serving};
use crate::statements::{self, Made};
use crate::{rows, seconds};

/// An import's time by step; its steps add up to it.
#[derive(Serialize)]
pub struct Split {
    /// Facts that were there before.
    before: u32,
    all: f64,
    steps: Vec<Step>,
}

/// A step, and its seconds.
#[derive(Serialize)]
struct Step {
    call: &'static str,
    step: &'static str,
    seconds: f64,
}

/// Statements with a step of their own: the call that they belong to, their first words, and the step.
const OWN: [(&str, &str, &str); 8] = [
    ("upload", "-- Keeps a batch", "batches kept as they were sent"),
    ("plan", "-- A batch as", "batches read, once for each pass"),
    ("plan", "SELECT f.appointment_uid AS key,", "stored meetings looked up"),
    ("plan", "-- Keeps what the", "every row's fate kept"),
    ("commit", "-- A batch as", "batches read"),
    ("commit", "-- What the plan", "every row's fate read"),
    ("commit", "COPY sales.appointment_history", "facts inserted, with their audit entries"),
    ("commit", "-- Makes the intents", "intents scored and inserted, with their audit entries"),
];

/// Imports by step, and how the statements of the last were carried out.
pub struct Explained {
    pub splits: Vec<Split>,
    pub remarks: Remarks,
    pub plans: String,
}

/// Measures an import into an empty database, and one of as many other rows after it; `log` is PostgreSQL's own.
pub async fn measure(rows: u32, log: &Path) -> Result<Explained> {
    let database = Database::fresh().await;
    plans::explain(&database).await?;
    let serving = Serving::on(database, statements::LOG);
    let mut connection = serving.database.look().await;
    let mut from = std::fs::metadata(log).with_context(|| log.display().to_string())?.len() as usize;
    let mut imports = Vec::new();
    for before in [0, rows] {
        let sample = rows::meetings(before, rows);
        serving.open(sample.lane, &sample.import).await.map_err(|problem| anyhow!("{problem}"))?;
        let began = SystemTime::now();
        // One batch at a time, so that no two steps overlap.
        let done = serving::import(&serving, &sample, 1).await?;
        let (plans, end) = plans::logged(log, from)?;
        from = end;
        imports.push((before, began, done, plans));
        // As PostgreSQL does by itself within a minute or so.
        sqlx::raw_sql("ANALYZE").execute(&mut connection).await?;
    }
    connection.close().await?;
    let made = statements::made(&serving.ended().0);
    let mut splits = Vec::new();
    for (before, began, done, _) in &imports {
        let split = Split { before: *before, all: done.all().as_secs_f64(), steps: steps(&made, *began, done)? };
        println!("by step, {rows} rows after {before}: {}, one batch at a time, explained", seconds(done.all()));
        for Step { call, step, seconds } in &split.steps {
            println!("   {:>8.0} ms   {call}: {step}", seconds * 1_000.0);
        }
        splits.push(split);
    }
    let last = imports.last().map_or(&[][..], |(.., plans)| plans);
    Ok(Explained { splits, remarks: remarks::of(&plans::longest(last)), plans: plans::written(last) })
}

fn steps(made: &[Made], began: SystemTime, done: &Done) -> Result<Vec<Step>> {
    let [staged, planned, committed] = done.at;
    let mut steps = Vec::new();
    for (call, from, to, whole, rest) in [
        ("upload", began, staged, done.stage, "sent as JSON over HTTP, read, checked again"),
        ("plan", staged, planned, done.plan, "planned; asked for over HTTP"),
        ("commit", planned, committed, done.commit, "rows made ready; asked for over HTTP"),
    ] {
        let here: Vec<&Made> = made.iter().filter(|made| from < made.at && made.at <= to).collect();
        let all: f64 = here.iter().map(|made| made.seconds).sum();
        let mut own = 0.0;
        for (_, words, step) in OWN.iter().filter(|(of, ..)| *of == call) {
            let calls: Vec<f64> = here.iter().filter(|made| made.words == *words).map(|made| made.seconds).collect();
            ensure!(!calls.is_empty(), "the server's log has no statement that begins with `{words}`");
            let seconds: f64 = calls.iter().sum();
            own += seconds;
            steps.push(Step { call, step, seconds });
        }
        let other =
            if call == "upload" { "batches entered, transactions, who asks" } else { "transaction, counts, who asks" };
        steps.push(Step { call, step: other, seconds: all - own });
        steps.push(Step { call, step: rest, seconds: left(whole, all) });
    }
    Ok(steps)
}

fn left(whole: Duration, all: f64) -> f64 {
    (whole.as_secs_f64() - all).max(0.0)
}

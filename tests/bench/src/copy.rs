//! What a commit is compared with: `COPY` into the facts table, and one INSERT a row.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use lanegate_tests::database::Database;
use sqlx::postgres::PgSslMode;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::rows;

/// Where the rows go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The facts table as the server has it, its audit trigger included.
    Audited,
    /// A table of the same columns and primary key, without triggers.
    Plain,
}

/// Measures COPY of the workload, with keys and metadata made before.
pub async fn measure(rows: u32, target: Target) -> Result<Duration> {
    let database = Database::fresh().await;
    database.prepare().await;
    let mut connection = database.look().await;
    let table = match target {
        Target::Audited => "sales.appointment_history",
        Target::Plain => {
            let sql = "CREATE TABLE sales.plain (LIKE sales.appointment_history INCLUDING ALL)";
            sqlx::raw_sql(sql).execute(&mut connection).await?;
            "sales.plain"
        }
    };
    let text = lines(rows);
    let began = Instant::now();
    let statement = format!(
        "COPY {table} (appointment_uid, company_id, people_id, meeting_date, meeting_type, meeting_outcome, stalled_reason, source, metadata) FROM STDIN"
    );
    let mut copy = connection.copy_in_raw(&statement).await?;
    for chunk in text.as_bytes().chunks(1 << 20) {
        copy.send(chunk).await?;
    }
    ensure!(copy.finish().await? == u64::from(rows), "COPY took another number of rows");
    let took = began.elapsed();
    connection.close().await?;
    Ok(took)
}

/// The workload in COPY's text form.
fn lines(rows: u32) -> String {
    let mut text = String::new();
    for number in 0..rows {
        let values = rows::meeting(number).map(|(_, value)| value.unwrap_or_else(|| "\\N".to_owned()));
        let [company, people, date, ..] = &values;
        let _ = writeln!(
            text,
            "{company}|{people}|{date}\t{}\t{{\"row\": {}, \"sheet\": \"Sheet1\", \"import\": \"01890000-0000-7000-8000-000000000000\"}}",
            values.join("\t"),
            number + 2
        );
    }
    text
}

/// Measures a Node script that inserts row by row into the facts table, each in a transaction of its own, as the one did that Lanegate replaces.
pub async fn single_rows(rows: u32, node: &Path, script: &Path) -> Result<Duration> {
    let database = Database::fresh().await;
    database.prepare().await;
    let connection: PgConnection = database.look().await;
    connection.close().await?;
    let began = Instant::now();
    let mut running = Command::new(node)
        .arg(script)
        // Unlike sqlx, that client takes "prefer" for "require".
        .env("DATABASE_URL", database.admin().clone().ssl_mode(PgSslMode::Disable).to_url_lossy().to_string())
        .stdin(std::process::Stdio::piped())
        .spawn()?;
    if let Some(mut pipe) = running.stdin.take() {
        std::io::Write::write_all(&mut pipe, lines(rows).as_bytes())?;
    }
    ensure!(running.wait()?.success(), "the row-by-row script failed");
    Ok(began.elapsed())
}

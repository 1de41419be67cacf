//! How PostgreSQL carried statements out: `EXPLAIN (ANALYZE, BUFFERS)` of each, which its module auto_explain writes to its log.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use lanegate_tests::database::Database;
use sqlx::{AssertSqlSafe, Connection as _};

/// Statements that took less, in milliseconds, are not told of.
const LEAST: u32 = 5;
/// Lines of a plan are cut after so many characters.
const WIDTH: usize = 200;

/// A statement as it was carried out.
pub struct Plan {
    /// The first line of the comment that it begins with, or its own.
    pub title: String,
    pub milliseconds: f64,
    /// The plan, a line a node, and below them the triggers.
    pub lines: Vec<String>,
}

/// Has every statement in a database explained from now on, which makes it slower; other databases are left alone.
pub async fn explain(database: &Database) -> Result<()> {
    let mut connection = database.look().await;
    let name = database.admin().get_database().context("the database has a name")?.to_owned();
    // The settings are known only where the module is loaded.
    sqlx::raw_sql("LOAD 'auto_explain'").execute(&mut connection).await.context("PostgreSQL's module auto_explain")?;
    let least = LEAST.to_string();
    for (setting, value) in [
        ("session_preload_libraries", "auto_explain"),
        ("auto_explain.log_min_duration", &least),
        ("auto_explain.log_analyze", "on"),
        ("auto_explain.log_buffers", "on"),
        ("auto_explain.log_timing", "on"),
        ("auto_explain.log_triggers", "on"),
        // What triggers do is told of, too.
        ("auto_explain.log_nested_statements", "on"),
        ("compute_query_id", "off"),
    ] {
        let sql = format!("ALTER DATABASE \"{name}\" SET {setting} = '{value}'");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}

/// The plans in PostgreSQL's log after a place, and the place where it ends now.
pub fn logged(log: &Path, from: usize) -> Result<(Vec<Plan>, usize)> {
    let text = String::from_utf8_lossy(&std::fs::read(log).with_context(|| log.display().to_string())?).into_owned();
    Ok((read(text.get(from..).unwrap_or_default()), text.len()))
}

fn read(log: &str) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut lines = log.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.split_once("duration: ") else { continue };
        let Some(milliseconds) = rest.strip_suffix(" ms  plan:").and_then(|number| number.parse().ok()) else {
            continue;
        };
        // What belongs to an entry is indented.
        let mut told = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with('\t')) {
            told.push(line.trim_start_matches('\t'));
        }
        // The statement's text comes first, and the plan begins at its first node.
        let plan = told.iter().position(|line| line.contains("  (cost=")).unwrap_or(told.len());
        let (text, plan) = told.split_at(plan);
        let title = text.first().copied().unwrap_or_default().trim_start_matches("Query Text: ");
        let lines = plan.iter().map(|line| shortened(line)).collect();
        plans.push(Plan { title: title.trim_start_matches("-- ").to_owned(), milliseconds, lines });
    }
    plans
}

/// Without the ids that differ from run to run, and cut.
fn shortened(line: &str) -> String {
    let literal = |part: &str| part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    let parts: Vec<&str> = line.split('\'').map(|part| if literal(part) { "…" } else { part }).collect();
    let whole = parts.join("'");
    let cut: String = whole.chars().take(WIDTH).collect();
    if cut.len() < whole.len() { cut + "…" } else { cut }
}

/// The longest of each statement, the longest statement first.
pub fn longest(plans: &[Plan]) -> Vec<&Plan> {
    let mut longest: Vec<&Plan> = Vec::new();
    for plan in plans {
        match longest.iter_mut().find(|other| other.title == plan.title) {
            Some(other) if other.milliseconds < plan.milliseconds => *other = plan,
            Some(_) => {}
            None => longest.push(plan),
        }
    }
    longest.sort_by(|one, other| other.milliseconds.total_cmp(&one.milliseconds));
    longest
}

/// The longest of each statement, to be read by people.
pub fn written(plans: &[Plan]) -> String {
    let mut text = String::new();
    for plan in longest(plans) {
        let calls = plans.iter().filter(|other| other.title == plan.title).count();
        let of = if calls > 1 { format!(", the longest of {calls}") } else { String::new() };
        _ = writeln!(text, "\n== {}\n   {:.1} ms{of}", plan.title, plan.milliseconds);
        for line in &plan.lines {
            _ = writeln!(text, "   {line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-23 16:00:00.000 UTC [1] LOG:  duration: 1200.5 ms  plan:
\tQuery Text: -- Inserts the plan's new meetings.
\t-- $1 id
\tINSERT INTO sales.appointment_history
\tInsert on appointment_history  (cost=1.0..2.0 rows=0 width=0) (actual time=700.0..700.5 rows=0 loops=1)
\t  Buffers: shared hit=12
\t  ->  Sort  (cost=1.0..2.0 rows=9 width=9) (actual time=200.0..300.25 rows=9 loops=1)
\t        Filter: (import_id = '01890000-0000-7000-8000-000000000000'::uuid)
\tTrigger audit_insert: time=500.125 calls=1
2026-11-23 16:00:01.000 UTC [1] LOG:  checkpoint starting: time
2026-11-23 16:00:02.000 UTC [1] LOG:  duration: 7.0 ms  plan:
\tQuery Text: -- Inserts the plan's new meetings.
\tResult  (cost=0.0..0.0 rows=1 width=1) (actual time=0.1..0.2 rows=1 loops=1)
";

    #[test]
    fn plans_are_read_from_the_log() {
        let plans = read(LOG);
        assert_eq!(plans.len(), 2);
        let plan = &plans[0];
        assert_eq!((plan.title.as_str(), plan.milliseconds), ("Inserts the plan's new meetings.", 1200.5));
        assert_eq!(plan.lines[3].trim(), "Filter: (import_id = '…'::uuid)");
        assert_eq!(shortened(&"x".repeat(300)).chars().count(), WIDTH + 1);
        let written = written(&plans);
        assert!(
            written.starts_with("\n== Inserts the plan's new meetings.\n   1200.5 ms, the longest of 2\n   Insert on"),
            "{written}"
        );
        assert!(!written.contains("Result"), "{written}");
    }
}

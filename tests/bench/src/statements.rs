//! The time of each statement, from what sqlx logs of it.

use std::collections::BTreeMap;

/// Prints a table of statements by their time.
pub fn print(messages: &str) {
    let mut by_summary: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
    for line in messages.lines() {
        let summary =
            line.split_once("summary=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(summary, _)| summary);
        let seconds = line.split_once("elapsed_secs=").and_then(|(_, rest)| rest.split_whitespace().next());
        let (Some(summary), Some(Ok(seconds))) = (summary, seconds.map(str::parse::<f64>)) else { continue };
        let entry = by_summary.entry(summary).or_default();
        *entry = (entry.0 + 1, entry.1 + seconds);
    }
    let mut table: Vec<_> = by_summary.into_iter().collect();
    table.sort_by(|one, other| other.1.1.total_cmp(&one.1.1));
    for (summary, (calls, seconds)) in table.into_iter().take(20) {
        println!("   {:>8.0} ms in {calls:>4} calls   {summary}", seconds * 1_000.0);
    }
}

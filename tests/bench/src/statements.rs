//! The statements that the server made and the time of each, as its client saw it: from what sqlx logs of them.

use std::collections::BTreeMap;
use std::time::SystemTime;

use chrono::DateTime;

/// What a server must log for it.
pub const LOG: &str = "sqlx::query=debug";

/// One statement.
pub struct Made {
    /// When it had ended.
    pub at: SystemTime,
    /// Its first words: of ours, those of the comment that it begins with.
    pub words: String,
    pub seconds: f64,
}

/// The statements that a server's log tells of, in order.
pub fn made(log: &str) -> Vec<Made> {
    let one = |line: &str| {
        let (_, rest) = line.split_once("summary=\"")?;
        let (words, _) = rest.split_once('"')?;
        let seconds = line.split_once("elapsed_secs=")?.1.split_whitespace().next()?.parse().ok()?;
        let at = DateTime::parse_from_rfc3339(line.split_whitespace().next()?).ok()?.into();
        Some(Made { at, words: words.trim_end_matches(" …").to_owned(), seconds })
    };
    log.lines().filter_map(one).collect()
}

/// Prints a table of a log's statements by their time.
pub fn print(log: &str) {
    let mut by_words: BTreeMap<String, (u32, f64)> = BTreeMap::new();
    for made in made(log) {
        let entry = by_words.entry(made.words).or_default();
        *entry = (entry.0 + 1, entry.1 + made.seconds);
    }
    let mut table: Vec<_> = by_words.into_iter().collect();
    table.sort_by(|one, other| other.1.1.total_cmp(&one.1.1));
    for (words, (calls, seconds)) in table.into_iter().take(20) {
        println!("   {:>8.0} ms in {calls:>4} calls   {words}", seconds * 1_000.0);
    }
}

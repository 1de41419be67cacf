//! What taking a database over did, and what it found that a person should know: bounded, however large the database is.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many examples of each remark are shown.
pub(in crate::db) const SHOWN: u32 = 20;

/// The report of an adoption. It is kept in the database, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The adoption's id: the audit log's `correlation_id` of what it entered.
    pub adoption: Uuid,
    /// When it began, by the database's clock.
    pub adopted_at: DateTime<Utc>,
    /// The database user.
    pub adopted_by: String,
    /// The tables with their rows, all of them kept.
    pub tables: Vec<TableRows>,
    /// What was filled in.
    pub filled: Filled,
    /// The kill switches as they were, and are.
    pub states: States,
    /// What a person should know.
    pub remarks: Vec<Remark>,
}

/// How many rows of a table were kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table, as `schema.name`.
    pub table: String,
    /// Its rows.
    pub rows: u64,
}

/// What was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Partners that got the keys they are recognised by.
    pub partner_keys: u64,
    /// Facts whose text was not in the form that the check stores, which now stands beside it.
    pub texts: u64,
    /// Intents made for stalled and ghosted meetings that had none.
    pub reactivation_intents: u64,
    /// Intents made for partners that had none.
    pub partner_intents: u64,
}

/// The kill switches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct States {
    /// Meetings excluded.
    pub excluded: u64,
    /// Meetings cooling off.
    pub cooling_off: u64,
    /// Partners paused.
    pub paused: u64,
    /// Partners completed.
    pub completed: u64,
}

/// One thing that a person should know, with its first examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// A stable name for programs.
    pub code: String,
    /// What it is.
    pub title: String,
    /// How many there are.
    pub count: u64,
    /// The first of them, at most twenty.
    pub first: Vec<String>,
    /// What to do, or why it is so.
    pub advice: String,
}

impl Remark {
    /// A remark on these, if there are any.
    pub(super) fn of(code: &str, title: &str, advice: &str, mut all: Vec<String>) -> Option<Self> {
        let count = all.len() as u64;
        all.truncate(SHOWN as usize);
        (count > 0).then(|| Self {
            code: code.to_owned(),
            title: title.to_owned(),
            count,
            first: all,
            advice: advice.to_owned(),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.adopted_at.format("%Y-%m-%d %H:%M:%S UTC");
        writeln!(f, "Adopted at {at} by {} (adoption {}).\n", self.adopted_by, self.adoption)?;
        writeln!(f, "Rows, every one kept:")?;
        for table in &self.tables {
            writeln!(f, "  {:<34}{:>12}", table.table, table.rows)?;
        }
        let (filled, states) = (&self.filled, &self.states);
        writeln!(f, "\nFilled in:")?;
        for (what, count) in [
            ("partners with the keys they are recognised by", filled.partner_keys),
            ("facts with the stored form of their text", filled.texts),
            ("intents for stalled and ghosted meetings", filled.reactivation_intents),
            ("intents for partners", filled.partner_intents),
        ] {
            writeln!(f, "  {what:<46}{count:>12}")?;
        }
        writeln!(
            f,
            "\nKept as they were: {} meetings excluded, {} cooling off; {} partners paused, {} completed.",
            states.excluded, states.cooling_off, states.paused, states.completed
        )?;
        self.remarks.iter().try_for_each(|remark| write!(f, "{remark}"))
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}: {}", self.title, self.count)?;
        for line in &self.first {
            writeln!(f, "  - {line}")?;
        }
        let more = self.count.saturating_sub(self.first.len() as u64);
        if more > 0 && self.first.len() == SHOWN as usize {
            writeln!(f, "  … and {more} more")?;
        }
        if !self.advice.is_empty() {
            writeln!(f, "  {}", self.advice)?;
        }
        Ok(())
    }
}

//! What the desk's signals hold: which step, and how reading, comparing and asking for earlier imports are doing.

use lanegate_wire::{ImportStatus, PlanSummary, Problem, Progress, Unreadable};

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Choose a file.
    Drop,
    /// Say what could not be found from the file.
    Match,
    /// See what is wrong with it.
    Review,
    /// Compare with the database, and see what a commit would do.
    Plan,
    /// Proof of what was done.
    Receipt,
}

/// How the file in hand is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Nothing under way.
    Idle,
    /// Being read or checked.
    Busy(Option<Progress>),
    /// Cannot be used.
    Failed(Unreadable),
}

impl Reading {
    /// Takes note of progress, and says whether that changed anything.
    pub fn go_on(&mut self, step: Progress) -> bool {
        let busy = matches!(self, Self::Busy(_));
        if busy {
            *self = Self::Busy(Some(step));
        }
        busy
    }
}

/// How the comparison is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Compare {
    /// Not asked for. Nothing has left the browser.
    NotAsked,
    /// Batches are on their way: so many of so many.
    Sending(u32, u32),
    /// The server computes the plan.
    Planning,
    /// It did not work out.
    Failed(Problem),
    /// What a commit would do.
    Planned(PlanSummary),
    /// The commit is running.
    Committing(PlanSummary),
}

/// The cell that a finding points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The row as Excel numbers it.
    pub row: u32,
    /// The column's place among the file's columns.
    pub column: usize,
}

/// The history as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum History {
    /// Being asked for.
    Asked,
    /// The server cannot be reached, or does not answer as it should.
    Unknown,
    /// Nobody has signed in.
    ForAccounts,
    /// The last imports, newest first.
    Known(Vec<ImportStatus>),
}

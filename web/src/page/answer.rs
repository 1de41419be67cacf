//! What the worker says of a file goes to the desk.

use lanegate_wire::{Overview, Unreadable};
use leptos::prelude::*;

use super::checker::Fault;
use super::desk::{Desk, Reading, Step};
use super::texts;
use crate::protocol::Reply;

/// What became of an answer of the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The file is checked.
    Checked,
    /// A person has to say something, or the file can't be used.
    NotChecked,
    /// The file needs what this worker is linked without.
    Elsewhere,
    /// It came late: something else is under way.
    Overtaken,
}

/// Puts the worker's answer on the desk. [`Answered::Elsewhere`] leaves the desk as it is: the caller opens the file again.
pub fn put(desk: Desk, turn: u32, answer: Result<Reply, Fault>) -> Answered {
    if !desk.is_turn(turn) {
        return Answered::Overtaken;
    }
    let failed = |why: Unreadable| {
        desk.reading.set(Reading::Failed(why));
        desk.overview.set(None);
        desk.step.set(Step::Drop);
    };
    match answer {
        Ok(Reply::Checked(overview)) => {
            let asked = desk.question.with_untracked(Option::is_some);
            let step = match desk.step.get_untracked() {
                Step::Match if !asked => Step::Match,
                Step::Drop | Step::Match if columns_ask(&overview) => Step::Match,
                _ => Step::Review,
            };
            desk.question.set(None);
            desk.overview.set(Some(overview));
            desk.reading.set(Reading::Idle);
            desk.step.set(step);
            return Answered::Checked;
        }
        Ok(Reply::Ask(question)) => {
            desk.question.set(Some(question));
            desk.overview.set(None);
            desk.reading.set(Reading::Idle);
            desk.step.set(Step::Match);
        }
        Ok(Reply::Elsewhere) => return Answered::Elsewhere,
        Ok(Reply::Refused(why)) => failed(why),
        Err(Fault::Stopped) => {}
        Ok(_) => failed(texts::checker_broke("an answer that was not asked for")),
        Err(Fault::Broken(what)) => failed(texts::checker_broke(&what)),
    }
    Answered::NotChecked
}

/// Returns true if most rows can't be ready before somebody says which column is which, or what the words of a list mean.
fn columns_ask(overview: &Overview) -> bool {
    !overview.unlisted.is_empty() || overview.groups.iter().any(|group| texts::is_about_columns(&group.code))
}

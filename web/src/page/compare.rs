//! Compare: opens the import, sends the clean rows batch by batch, and asks for the plan. Safe to repeat at any point.

use futures::{StreamExt as _, stream};
use lanegate_wire::{Lane, LeaveOut, OpenImport, PlanRequest, PlanSummary, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::access::Who;
use super::checker::{Checker, Fault};
use super::desk::{Compare, Desk, Step};
use super::{access, api, import_id, keep, reach, texts};
use crate::protocol::{Reply, Request};

/// Batches on their way at a time: the server checks one while the database takes in the other.
const AT_ONCE: usize = 2;

/// What an upload ended with.
enum Outcome {
    Planned(PlanSummary),
    /// The import had been committed before; its receipt stands on the desk.
    Committed,
    /// Another turn has begun.
    Overtaken,
}

/// Begins the comparison.
pub fn compare(desk: Desk) {
    let turn = desk.next_turn();
    desk.compare.set(Compare::Sending(0, 0));
    spawn_local(async move {
        let outcome = upload(desk, turn).await;
        if !desk.is_turn(turn) {
            return;
        }
        match outcome {
            Ok(Outcome::Planned(plan)) => {
                desk.compare.set(Compare::Planned(plan));
                reach::answered(desk);
            }
            Ok(Outcome::Committed) => {
                desk.compare.set(Compare::NotAsked);
                desk.step.set(Step::Receipt);
                reach::answered(desk);
            }
            Ok(Outcome::Overtaken) => {}
            Err(problem) => failed(desk, problem),
        }
    });
}

/// Asks for the plan again, with other rows left out.
pub fn replan(desk: Desk, leave_out: LeaveOut) {
    let Some((lane, id)) = desk.opened.get_value() else { return compare(desk) };
    let turn = desk.next_turn();
    desk.leave_out.set(leave_out.clone());
    desk.plan_changed.set(false);
    desk.compare.set(Compare::Planning);
    spawn_local(async move {
        let outcome = api::plan(lane, id, &PlanRequest { leave_out }).await;
        if desk.is_turn(turn) {
            match outcome {
                Ok(plan) => desk.compare.set(Compare::Planned(plan)),
                Err(problem) => failed(desk, problem),
            }
        }
    });
}

/// What was asked for did not work out. Where the session has ended, signing in again is offered, and the comparison can be asked for again.
pub fn failed(desk: Desk, problem: Problem) {
    if problem.code == "sign_in_needed" {
        access::ended(desk);
    }
    if problem.code == "server_unreachable" {
        desk.who.set(Who::Unknown);
    } else {
        reach::answered(desk);
    }
    desk.compare.set(Compare::Failed(problem));
}

/// Takes the comparison back: what was staged is deleted on the server.
pub fn withdraw(desk: Desk) {
    let _ = desk.next_turn();
    desk.compare.set(Compare::NotAsked);
    desk.plan_changed.set(false);
    desk.leave_out.set(LeaveOut::default());
    if let Some((lane, id)) = desk.opened.try_update_value(Option::take).flatten() {
        import_id::forget();
        // If this does not arrive, the server forgets the import by itself after some days.
        spawn_local(async move { drop(api::abandon(lane, id).await) });
    }
}

async fn upload(desk: Desk, turn: u32) -> Result<Outcome, Problem> {
    let lane = desk.overview.with_untracked(|overview| overview.as_ref().map(|overview| overview.lane));
    let (Some(checker), Some(lane)) = (desk.checker(), lane) else { return Err(texts::checker_gone("")) };
    let first = attempt(desk, turn, &checker, lane).await;
    match first {
        // The kept id belongs to something else or to the past: once more, with a new one.
        Err(problem) if matches!(problem.code.as_str(), "import_differs" | "import_expired" | "import_unknown") => {
            import_id::forget();
            attempt(desk, turn, &checker, lane).await
        }
        other => other,
    }
}

async fn attempt(desk: Desk, turn: u32, checker: &Checker, lane: Lane) -> Result<Outcome, Problem> {
    let mut import = described(checker).await?;
    import.id = import_id::id_for(&import);
    keep::save(desk);
    let status = api::open(lane, &import).await?;
    if !desk.is_turn(turn) {
        return Ok(Outcome::Overtaken);
    }
    if let Some(receipt) = status.receipt {
        import_id::forget();
        keep::forget(desk);
        desk.receipt.set(Some(receipt));
        return Ok(Outcome::Committed);
    }
    desk.opened.set_value(Some((lane, import.id)));
    let first = status.missing_batches.first().copied().unwrap_or(status.staged_batches);
    let sending = (first..import.batches).map(|number| send(desk, turn, checker, (lane, &import), number));
    let mut sending = stream::iter(sending).buffered(AT_ONCE);
    while let Some(sent) = sending.next().await {
        if !sent? {
            return Ok(Outcome::Overtaken);
        }
    }
    if !desk.is_turn(turn) {
        return Ok(Outcome::Overtaken);
    }
    desk.compare.set(Compare::Planning);
    let leave_out = desk.leave_out.get_untracked();
    api::plan(lane, import.id, &PlanRequest { leave_out }).await.map(Outcome::Planned)
}

/// Cuts a batch and sends it; says whether the turn still counted.
async fn send(
    desk: Desk,
    turn: u32,
    checker: &Checker,
    (lane, import): (Lane, &OpenImport),
    number: u32,
) -> Result<bool, Problem> {
    if !desk.is_turn(turn) {
        return Ok(false);
    }
    desk.compare.set(Compare::Sending(number, import.batches));
    if let Some(batch) = batch(checker, number).await? {
        api::stage(lane, import.id, number, &batch).await?;
    }
    Ok(true)
}

/// What would be sent to open the import, its id left nil.
pub async fn described(checker: &Checker) -> Result<OpenImport, Problem> {
    match checker.ask(Request::Import(Uuid::nil()), None).await {
        Ok(Reply::Import(import)) => Ok(import),
        other => Err(unexpected(other)),
    }
}

/// The exact text of a batch, as it is sent.
pub async fn batch(checker: &Checker, number: u32) -> Result<Option<String>, Problem> {
    match checker.ask(Request::Batch(number), None).await {
        Ok(Reply::Batch(batch)) => Ok(batch),
        other => Err(unexpected(other)),
    }
}

fn unexpected(answer: Result<Reply, Fault>) -> Problem {
    match answer {
        Err(Fault::Broken(what)) => texts::checker_gone(&what),
        _ => texts::checker_gone(""),
    }
}

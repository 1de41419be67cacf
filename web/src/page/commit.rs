//! Commit: exactly the plan that the person saw, or none.

use lanegate_wire::CommitRequest;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compare::failed;
use super::desk::{Compare, Desk, Step};
use super::history;
use super::{api, import_id, keep};

/// Commits the plan on the desk.
pub fn commit(desk: Desk) {
    let (Compare::Planned(plan), Some((lane, id))) = (desk.compare.get_untracked(), desk.opened.get_value()) else {
        return;
    };
    let turn = desk.next_turn();
    let request = CommitRequest { plan: plan.digest.clone() };
    desk.plan_changed.set(false);
    desk.compare.set(Compare::Committing(plan));
    spawn_local(async move {
        let outcome = api::commit(lane, id, &request).await;
        if !desk.is_turn(turn) {
            return;
        }
        match outcome {
            Ok(receipt) => {
                import_id::forget();
                keep::forget(desk);
                desk.opened.set_value(None);
                desk.receipt.set(Some(receipt));
                desk.compare.set(Compare::NotAsked);
                desk.step.set(Step::Receipt);
                history::ask(desk);
            }
            Err(mut problem) => match problem.plan.take() {
                Some(plan) => {
                    desk.plan_changed.set(true);
                    desk.compare.set(Compare::Planned(plan));
                }
                None => failed(desk, problem),
            },
        }
    });
}

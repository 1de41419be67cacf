//! Corrections: added one by one, checked at once, undone and redone without limit. They lie over the file in the worker; the
//! page keeps only their list.

use lanegate_wire::{CheckOptions, Fix};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use super::answer::Answered;
use super::compare::withdraw;
use super::desk::Desk;
use super::remembered;
use super::take_file::answered;
use crate::protocol::Request;

/// Adds a correction.
pub fn add(desk: Desk, fix: Fix) {
    desk.undone.set(Vec::new());
    change(desk, |fixes| fixes.push(fix));
}

/// Leaves a row out, or takes it back in.
pub fn leave_out(desk: Desk, row: u32, out: bool) {
    add(desk, if out { Fix::LeaveOut { row } } else { Fix::TakeIn { row } });
}

/// Takes the last correction back.
pub fn undo(desk: Desk) {
    let Some(last) = desk.options.with_untracked(|options| options.fixes.last().cloned()) else { return };
    desk.undone.update(|undone| undone.push(last));
    change(desk, |fixes| drop(fixes.pop()));
}

/// Makes the correction taken back last once more.
pub fn redo(desk: Desk) {
    let Some(fix) = desk.undone.try_update(Vec::pop).flatten() else { return };
    change(desk, |fixes| fixes.push(fix));
}

/// Changes the list and checks again. What was staged of the earlier rows is deleted.
fn change(desk: Desk, edit: impl FnOnce(&mut Vec<Fix>)) {
    let Some(checker) = desk.checker() else { return };
    withdraw(desk);
    let turn = desk.next_turn();
    desk.options.update(|options: &mut CheckOptions| edit(&mut options.fixes));
    let request = Request::Check(desk.options.get_untracked());
    desk.correcting.set(Some(None));
    spawn_local(async move {
        let answer = checker.ask(request, None).await;
        if desk.is_turn(turn) {
            desk.correcting.set(None);
        }
        if answered(desk, turn, answer) == Answered::Checked {
            desk.revision.update(|revision| *revision += 1);
            remembered::learn(desk);
        }
    });
}

/// Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z. In a field they are the field's own.
pub fn keys(desk: Desk, event: &KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")) {
        return;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => undo(desk),
        ("y", false) | ("z", true) => redo(desk),
        _ => return,
    }
    event.prevent_default();
}

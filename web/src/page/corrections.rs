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
use super::take_file::answered;
use super::{file_drop, remembered};
use crate::protocol::Request;

/// Adds a correction.
pub fn add(desk: Desk, fix: Fix) {
    add_together(desk, vec![fix]);
}

/// Adds corrections that are undone together.
pub fn add_together(desk: Desk, fixes: Vec<Fix>) {
    desk.undo_steps.update_value(|steps| steps.make(made(desk), fixes.len()));
    desk.undone.set(Vec::new());
    change(desk, |made| made.extend(fixes));
}

/// Leaves a row out, or takes it back in.
pub fn leave_out(desk: Desk, row: u32, out: bool) {
    add(desk, if out { Fix::LeaveOut { row } } else { Fix::TakeIn { row } });
}

/// Undoes the last step.
pub fn undo(desk: Desk) {
    let (made, undone) = (made(desk), desk.undone.with_untracked(Vec::len));
    if made == 0 {
        return;
    }
    let mut many = 0;
    desk.undo_steps.update_value(|steps| many = steps.undo(made, undone));
    let last = desk.options.with_untracked(|options| options.fixes[made - many..].to_vec());
    desk.undone.update(|undone| undone.extend(last.into_iter().rev()));
    change(desk, |fixes| fixes.truncate(made - many));
}

/// Redoes the step that was undone last.
pub fn redo(desk: Desk) {
    let (made, undone) = (made(desk), desk.undone.with_untracked(Vec::len));
    if undone == 0 {
        return;
    }
    let mut many = 0;
    desk.undo_steps.update_value(|steps| many = steps.redo(made, undone));
    let again = desk.undone.try_update(|list| list.split_off(undone - many)).unwrap_or_default();
    change(desk, |fixes| fixes.extend(again.into_iter().rev()));
}

/// Removes the first corrections, and keeps those made after them.
pub fn remove_first(desk: Desk, many: usize) {
    if many == made(desk) {
        // Nothing came after them: this can be redone.
        return undo(desk);
    }
    desk.undo_steps.update_value(|steps| steps.remove_first(made(desk), many));
    desk.undone.set(Vec::new());
    change(desk, |fixes| drop(fixes.drain(..many)));
}

fn made(desk: Desk) -> usize {
    desk.options.with_untracked(|options| options.fixes.len())
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
    if !(event.ctrl_key() || event.meta_key()) || file_drop::is_dialog_open() {
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

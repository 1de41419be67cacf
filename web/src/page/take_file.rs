//! Taking a file: its bytes go to a worker of their own, and what the worker says goes to the desk.

use std::rc::Rc;

use js_sys::ArrayBuffer;
use lanegate_wire::{CheckOptions, Filter};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::answer::{self, Answered};
use super::checker::{CHECKER, Checker, Fault, Listener, WHOLE};
use super::compare::withdraw;
use super::desk::{Desk, History, Reading, Step};
use super::keep::{self, Kept};
use super::undo_steps::UndoSteps;
use super::{format, history, id_lists, import_id, partner_copy, remembered, sent, texts, warm_up};
use crate::protocol::{Reply, Request};

/// Larger files are refused before they are read: the browser's memory has an end.
pub const LARGEST: f64 = 200_000_000.0;

/// Starts a worker, which loads and warms up while the person picks a file. Its predecessor ends.
pub fn fresh_checker(desk: Desk) -> Option<Rc<Checker>> {
    let checker = start_checker(desk, CHECKER)?;
    warm_up::begin(desk, checker.clone());
    Some(checker)
}

fn start_checker(desk: Desk, program: &str) -> Option<Rc<Checker>> {
    let listener = Listener {
        ready: Box::new(move |kinds| desk.kinds.set(kinds)),
        progress: Box::new(move |step| {
            desk.reading.maybe_update(|reading| reading.go_on(step));
            desk.correcting.maybe_update(|now| now.is_some() && now.replace(Some(step)) != Some(Some(step)));
        }),
    };
    let checker = Checker::start(program, listener).ok().map(Rc::new);
    desk.replace_checker(checker.clone());
    checker
}

/// Clears the desk for another file. What was staged of the last one is deleted.
pub fn clear(desk: Desk) {
    desk.go(Step::Drop);
    withdraw(desk);
    // A file that was opened can be gone on with, even if nothing was corrected: pasted cells are nowhere else.
    let is_open = desk.overview.with_untracked(Option::is_some) || desk.question.with_untracked(Option::is_some);
    if is_open || made_corrections(desk) || desk.waiting.get_value().is_some() {
        keep::leave(desk);
    } else {
        keep::forget(desk);
    }
    sent::of(None);
    desk.waiting.set_value(None);
    desk.file.set_value(None);
    desk.remembered.set(None);
    desk.correcting.set(None);
    desk.name.set(None);
    desk.reading.set(Reading::Idle);
    desk.question.set(None);
    desk.overview.set(None);
    desk.filter.set(Filter::default());
    desk.target.set(None);
    desk.selected.set(None);
    desk.without_blocked.set(false);
    desk.receipt.set(None);
    desk.options.set(CheckOptions::on(format::today()));
    desk.undone.set(Vec::new());
    desk.undo_steps.set_value(UndoSteps::default());
}

fn made_corrections(desk: Desk) -> bool {
    desk.options.with_untracked(|options| !options.fixes.is_empty())
}

/// Takes a file and checks it.
pub fn take_file(desk: Desk, file: File) {
    let Some(checker) = begin(desk, &file) else { return };
    keep::begin(desk, &file);
    open(desk, checker, file, None);
}

/// Takes a file from an earlier review, with what was done to it.
pub fn take_again(desk: Desk, file: File, kept: Kept, step: Step) {
    let Some(checker) = begin(desk, &file) else { return };
    sent::of(Some(&kept.id));
    if let Some(import) = &kept.work.import {
        import_id::take_over(import);
    }
    desk.waiting.set_value(kept.work.waiting);
    desk.kept.set_value(Some(kept.id));
    keep::mark(desk);
    desk.options.set(kept.work.options);
    desk.undone.set(kept.work.undone);
    desk.undo_steps.set_value(kept.work.undo_steps);
    desk.remembered.set(kept.work.remembered);
    desk.without_blocked.set(kept.work.without_blocked);
    open(desk, checker, file, Some(step));
}

/// Clears the desk for a file and finds it a worker. One that is too large is refused.
fn begin(desk: Desk, file: &File) -> Option<Option<Rc<Checker>>> {
    let unused = desk.name.with_untracked(Option::is_none);
    // A file that is still being read gives way to another one, and is offered again.
    if desk.reading.with_untracked(|reading| matches!(reading, Reading::Busy(_))) {
        keep::leave(desk);
    }
    clear(desk);
    // The worker that has been loading is as good as new, unless a file went through it.
    let checker = if unused { desk.checker().filter(|checker| !checker.is_broken()) } else { None }
        .or_else(|| fresh_checker(desk));
    desk.name.set(Some(file.name()));
    if file.size() > LARGEST {
        desk.reading.set(Reading::Failed(texts::too_large(file.size())));
        return None;
    }
    desk.file.set_value(Some(file.clone()));
    desk.reading.set(Reading::Busy(None));
    Some(checker)
}

/// Has a file opened and checked. `step` is where an earlier review was.
fn open(desk: Desk, checker: Option<Rc<Checker>>, file: File, step: Option<Step>) {
    let turn = desk.next_turn();
    spawn_local(opened(desk, turn, checker, file, step));
}

/// Opens the file in hand again, with the program that reads every file: a list needs what the first program is linked without.
pub async fn open_with_all_readers(desk: Desk) {
    if let Some(file) = desk.file.get_value() {
        let turn = desk.next_turn();
        opened(desk, turn, start_checker(desk, WHOLE), file, Some(desk.step.get_untracked())).await;
    }
}

async fn opened(desk: Desk, turn: u32, checker: Option<Rc<Checker>>, file: File, step: Option<Step>) {
    let Some(checker) = checker else { return desk.reading.set(Reading::Failed(texts::no_worker())) };
    let bytes = JsFuture::from(file.array_buffer()).await.ok().and_then(|bytes| bytes.dyn_into::<ArrayBuffer>().ok());
    if !desk.is_turn(turn) {
        return;
    }
    partner_copy::give(&checker).await;
    // Those that can be made again, too.
    let fixes = [desk.options.with_untracked(|options| options.fixes.clone()), desk.undone.get_untracked()].concat();
    id_lists::give(&checker, &fixes).await;
    let Some(bytes) = bytes else { return desk.reading.set(Reading::Failed(texts::not_a_file())) };
    let request = Request::Open { name: file.name(), options: desk.options.get_untracked() };
    let mut answer = checker.ask(request, Some(bytes)).await;
    if let Ok(reply) = &answer
        && step.is_none()
        && desk.options.with_untracked(|options| options.kind.is_none())
        && !made_corrections(desk)
        && let Some(kind) = remembered::kind_of(reply).await
        && desk.is_turn(turn)
    {
        desk.options.update(|options| options.kind = Some(kind));
        answer = checker.ask(Request::Check(desk.options.get_untracked()), None).await;
    }
    if let (Ok(Reply::Checked(overview)), None, false) = (&answer, step, made_corrections(desk)) {
        let answers = remembered::answers_for(&checker, overview, desk.options.get_untracked()).await;
        if let Some(answers) = answers.filter(|_| desk.is_turn(turn)) {
            desk.undo_steps.update_value(|steps| steps.make(0, answers.fixes.len()));
            desk.options.update(|options| options.fixes.clone_from(&answers.fixes));
            desk.remembered.set(Some(answers));
            answer = checker.ask(Request::Check(desk.options.get_untracked()), None).await;
        }
    }
    if matches!(answer, Ok(Reply::Refused(_))) && desk.is_turn(turn) {
        keep::forget(desk);
    }
    match answer::put(desk, turn, answer) {
        Answered::Elsewhere => open(desk, start_checker(desk, WHOLE), file, step),
        Answered::Checked => _ = step.map(|step| desk.step.set(step)),
        Answered::NotChecked | Answered::Overtaken => {}
    }
}

/// Checks the file in hand again, otherwise.
pub fn recheck(desk: Desk, options: CheckOptions) {
    let Some(checker) = desk.checker() else { return };
    withdraw(desk);
    let turn = desk.next_turn();
    let is_said = desk.options.with_untracked(|before| before.kind != options.kind);
    desk.options.set(options.clone());
    desk.without_blocked.set(false);
    desk.filter.set(Filter::default());
    desk.target.set(None);
    desk.selected.set(None);
    desk.reading.set(Reading::Busy(None));
    let headers = headers(desk);
    spawn_local(async move {
        let kind = options.kind.clone();
        let answer = checker.ask(Request::Check(options), None).await;
        if answered(desk, turn, answer) == Answered::Checked && is_said && !headers.is_empty() {
            remembered::learn_kind(headers, kind);
        }
    });
}

/// The headers of the file in hand, also where its kind is asked for.
fn headers(desk: Desk) -> Vec<String> {
    let asked = desk.question.with_untracked(|question| question.as_ref().map(|question| question.headers.clone()));
    let found = || desk.overview.with_untracked(|overview| overview.as_ref().map(remembered::own_headers));
    asked.or_else(found).unwrap_or_default()
}

/// Puts the file away, also while it is being read: its worker ends at once, and a new one loads for the next file.
pub fn start_over(desk: Desk) {
    clear(desk);
    // Who has signed in with a file in hand sees the history now.
    if desk.history.with_untracked(|history| *history == History::Asked) {
        history::ask(desk);
    }
    fresh_checker(desk);
}

/// Puts the worker's answer on the desk. Where another sheet needs what the first program is linked without, the file is opened again by the
/// one that has it.
pub fn answered(desk: Desk, turn: u32, answer: Result<Reply, Fault>) -> Answered {
    let became = answer::put(desk, turn, answer);
    if became == Answered::Elsewhere
        && let Some(file) = desk.file.get_value()
    {
        open(desk, start_checker(desk, WHOLE), file, Some(desk.step.get_untracked()));
    }
    became
}

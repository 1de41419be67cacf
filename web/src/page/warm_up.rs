//! Warming the worker up while a person picks a file: see the worker's own part of it.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::checker::Checker;
use super::desk::Desk;
use super::pause::pause;
use crate::protocol::Request;

/// Rounds of a few milliseconds each. Ten halve the time of a first file; what more than forty gain is lost in noise (`docs/check-speed.md`).
const ROUNDS: u32 = 80;
/// The page draws, and asks the server what it needs, before.
const FIRST_MS: i32 = 200;

/// Goes on round by round until it is warm, or a file is there: that waits for one round at most.
pub fn begin(desk: Desk, checker: Rc<Checker>) {
    spawn_local(async move {
        pause(FIRST_MS).await;
        for _ in 0..ROUNDS {
            let idle = desk.name.with_untracked(Option::is_none);
            if !idle || checker.ask(Request::WarmUp, None).await.is_err() {
                return;
            }
        }
    });
}

//! Whether the server can be reached again after it could not. Asked now and then and when the browser finds its network, by a call that
//! says nothing; never while a file is in hand, since then nothing at all is sent.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::access::{self, Who};
use super::desk::Desk;
use super::pause::pause;

/// Between two questions, in milliseconds.
const EVERY: i32 = 15_000;

/// Begins to look.
pub fn follow(desk: Desk) {
    let online = window_event_listener(ev::online, move |_| look(desk));
    on_cleanup(move || online.remove());
    spawn_local(async move {
        loop {
            pause(EVERY).await;
            look(desk);
        }
    });
}

/// A call for the file in hand was answered: the server is there.
pub fn answered(desk: Desk) {
    if is_unknown(desk) {
        spawn_local(access::look(desk));
    }
}

fn look(desk: Desk) {
    if is_unknown(desk) && desk.name.with_untracked(Option::is_none) {
        spawn_local(access::look(desk));
    }
}

fn is_unknown(desk: Desk) -> bool {
    desk.who.with_untracked(|who| *who == Who::Unknown)
}

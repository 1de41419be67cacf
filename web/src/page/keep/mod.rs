//! A review is kept in this browser until it is committed: the file's bytes and what a person has done with them. A reload goes on
//! where it was; a review that was left is offered where a file is dropped. Nothing of it leaves the browser.

mod in_hand;
mod left;
mod work;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use self::work::{Work, clean};
use super::desk::{Desk, Step};
use super::storage::{self, Store};
use super::{sent, take_file};

pub use self::left::go_on;
pub use self::work::Kept;

/// The property of an entry of the browser's history that names the review: it outlives a reload, and other tabs have their own.
const KEPT: &str = "kept";

/// Begins to keep a file that was taken. Its key stands in the history's entry from now on.
pub fn begin(desk: Desk, file: &File) {
    let id = Uuid::now_v7().to_string();
    sent::of(Some(&id));
    desk.kept.set_value(Some(id.clone()));
    mark(desk);
    let Some(work) = Work::of(desk).and_then(|work| work.stored().ok()) else { return };
    let file = file.clone();
    spawn_local(async move {
        // Together: bytes that no work names would stay for ever. Where the browser keeps nothing, a reload begins anew; nothing else
        // depends on it.
        let _ = storage::change(&id, &[(Store::Files, Some(&file)), (Store::Work, Some(&work))]).await;
    });
}

/// Keeps what was done so far.
pub fn save(desk: Desk) {
    let (Some(id), Some(work)) = (desk.kept.get_value(), Work::of(desk)) else { return };
    spawn_local(async move { drop(work.keep(&id).await) });
}

/// Puts a finished check away until the server can be reached. The answer is whether the browser keeps it; where it does not, nothing changes.
pub async fn wait(desk: Desk) -> bool {
    let rows = clean(desk);
    let (Some(id), Some(work), Some(_)) = (desk.kept.get_value(), Work::of(desk), rows) else { return false };
    let work = Work { waiting: rows, ..work };
    let has_file = storage::get(Store::Files, &id).await.is_ok_and(|file| file.is_instance_of::<File>());
    let is_in_hand = || desk.kept.get_value().as_ref() == Some(&id);
    // Where it was forgotten meanwhile, it stays so.
    if !has_file || !is_in_hand() || work.keep(&id).await.is_err() {
        return false;
    }
    // Not waited for: a browser may ask the person first.
    spawn_local(storage::ask_to_stay());
    if !is_in_hand() {
        return true;
    }
    desk.kept.set_value(None);
    mark(desk);
    desk.left.update(|left| left.insert(0, Kept { id, work }));
    take_file::start_over(desk);
    true
}

/// Returns true if the browser keeps the open review, so that it can be gone on with.
pub async fn is_kept(desk: Desk) -> bool {
    let Some(id) = desk.kept.get_value() else { return false };
    let has_file = storage::get(Store::Files, &id).await.is_ok_and(|file| file.is_instance_of::<File>());
    has_file && Kept::read(&id).await.is_some()
}

/// Returns true if a person has done something with the open file.
pub fn is_touched(desk: Desk) -> bool {
    Work::of(desk).is_some_and(|work| work.is_touched())
}

/// Forgets the review in hand.
pub fn forget(desk: Desk) {
    if let Some(id) = desk.kept.try_update_value(Option::take).flatten() {
        mark(desk);
        forget_kept(id);
    }
}

/// Lets go of the review in hand, which is offered from now on.
pub fn leave(desk: Desk) {
    let Some(id) = desk.kept.try_update_value(Option::take).flatten() else { return };
    mark(desk);
    desk.left_here.update_value(|own| own.push(id.clone()));
    spawn_local(async move {
        if let Some(kept) = Kept::read(&id).await {
            desk.left.update(|left| left.insert(0, kept));
            left::forget_untouched(desk).await;
        }
    });
}

/// Forgets a review.
pub fn forget_kept(id: String) {
    sent::forget(&id);
    spawn_local(async move {
        let _ = storage::change(&id, &[(Store::Work, None), (Store::Files, None)]).await;
    });
}

/// The state that an entry of the browser's history carries.
pub fn state(desk: Desk) -> JsValue {
    let Some(id) = desk.kept.get_value() else { return JsValue::NULL };
    let state = Object::new();
    let _ = Reflect::set(&state, &KEPT.into(), &id.into());
    state.into()
}

/// Names the review in hand in the entry of now, and holds its lock.
pub fn mark(desk: Desk) {
    in_hand::hold(desk.kept.get_value());
    let _ = window().history().and_then(|history| history.replace_state_with_url(&state(desk), "", None));
}

/// Goes on with the review that this tab had before it was reloaded, and looks for others that were left.
pub fn restore(desk: Desk) {
    let state = window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL);
    let id = Reflect::get(&state, &KEPT.into()).ok().and_then(|id| id.as_string());
    // Read before the steps begin to follow the address.
    let step = if window().location().hash().is_ok_and(|hash| hash == "#match") { Step::Match } else { Step::Review };
    let turn = desk.next_turn();
    spawn_local(async move {
        if let Some(id) = &id
            && let Some(kept) = Kept::read(id).await
            && desk.is_turn(turn)
        {
            let place = desk.place.get_untracked();
            go_on(desk, kept, step).await;
            // The file is back in hand; the person may have been elsewhere.
            desk.place.set(place);
        }
        let others = left::others(id.as_deref()).await;
        desk.left.set(others);
    });
    follow(desk);
}

/// Keeps every change.
fn follow(desk: Desk) {
    Effect::new(move |_| {
        desk.options.track();
        desk.undone.track();
        desk.without_blocked.track();
        save(desk);
    });
}

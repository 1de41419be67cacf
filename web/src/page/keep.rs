//! A review is kept in this browser until it is committed: the file's bytes and what a person has done with them. A reload goes on
//! where it was; a review that was left is offered where a file is dropped. Nothing of it leaves the browser.

use js_sys::{Object, Reflect};
use lanegate_wire::{CheckOptions, Fix};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use super::desk::{Desk, Step};
use super::storage::{self, Store};
use super::{format, import_id, sent, take_file};

/// The property of an entry of the browser's history that names the review: it outlives a reload, and other tabs have their own.
const KEPT: &str = "kept";
/// How long a review that was left is kept, in milliseconds.
const LONGEST: f64 = 7.0 * 24.0 * 3_600_000.0;
/// How many are kept at most beside the one in hand.
const MOST: usize = 5;

/// What a person has done with a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The file's name.
    pub name: String,
    /// How it is checked, with the corrections.
    pub options: CheckOptions,
    /// Corrections taken back.
    pub undone: Vec<Fix>,
    /// Rows with errors may stay behind.
    pub without_blocked: bool,
    /// When it was last changed, in milliseconds since 1970.
    pub at: f64,
    /// The check is finished, and so many rows wait to be compared.
    #[serde(default)]
    pub waiting: Option<u32>,
    /// The import that its comparison began, so that another tab goes on with it.
    #[serde(default)]
    pub import: Option<String>,
}

/// A review that was left.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its key.
    pub id: String,
    /// What was done.
    pub work: Work,
}

/// Begins to keep a file that was taken. Its key stands in the history's entry from now on.
pub fn begin(desk: Desk, file: &File) {
    let id = Uuid::now_v7().to_string();
    sent::of(Some(&id));
    desk.kept.set_value(Some(id.clone()));
    mark(desk);
    let (file, work) = (file.clone(), work(desk).and_then(|work| stored(&work).ok()));
    spawn_local(async move {
        // Together: bytes that no work names would stay for ever. Where the browser keeps nothing, a reload begins anew; nothing else
        // depends on it.
        let _ = storage::change(&id, &[(Store::Files, Some(&file)), (Store::Work, work.as_ref())]).await;
    });
}

/// Keeps what was done so far.
pub fn save(desk: Desk) {
    let (Some(id), Some(work)) = (desk.kept.get_value(), work(desk)) else { return };
    spawn_local(async move { drop(write(&id, &work).await) });
}

fn work(desk: Desk) -> Option<Work> {
    Some(Work {
        name: desk.name.get_untracked()?,
        options: desk.options.get_untracked(),
        undone: desk.undone.get_untracked(),
        without_blocked: desk.without_blocked.get_untracked(),
        at: js_sys::Date::now(),
        waiting: desk.waiting.get_value().map(|rows| clean(desk).unwrap_or(rows)),
        import: import_id::kept(),
    })
}

/// The rows that are ready.
fn clean(desk: Desk) -> Option<u32> {
    desk.overview.with_untracked(|overview| overview.as_ref().map(|overview| overview.clean))
}

async fn write(id: &str, work: &Work) -> Result<(), JsValue> {
    storage::put(Store::Work, id, &stored(work)?).await
}

fn stored(work: &Work) -> Result<JsValue, JsValue> {
    Ok(work.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// Puts a finished check away until the server can be reached. The answer is whether the browser keeps it; where it does not, nothing changes.
pub async fn wait(desk: Desk) -> bool {
    let rows = clean(desk);
    let (Some(id), Some(work), Some(_)) = (desk.kept.get_value(), work(desk), rows) else { return false };
    let work = Work { waiting: rows, ..work };
    let has_file = storage::get(Store::Files, &id).await.is_ok_and(|file| file.is_instance_of::<File>());
    if !has_file || write(&id, &work).await.is_err() {
        return false;
    }
    // Not waited for: a browser may ask the person first.
    spawn_local(storage::ask_to_stay());
    if desk.kept.get_value().as_ref() != Some(&id) {
        return true;
    }
    desk.kept.set_value(None);
    mark(desk);
    desk.left.update(|left| left.insert(0, Kept { id, work }));
    take_file::start_over(desk);
    true
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
    spawn_local(async move {
        if let Some(kept) = read(&id).await {
            desk.left.update(|left| left.insert(0, kept));
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

/// Names the review in hand in the entry of now.
pub fn mark(desk: Desk) {
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
            && let Some(kept) = read(id).await
            && desk.is_turn(turn)
        {
            let place = desk.place.get_untracked();
            go_on(desk, kept, step).await;
            // The file is back in hand; the person may have been elsewhere.
            desk.place.set(place);
        }
        let others = others(id.as_deref()).await;
        desk.left.set(others);
    });
    follow(desk);
}

/// Goes on with a review that was left.
pub async fn go_on(desk: Desk, kept: Kept, step: Step) {
    let Some(file) = storage::get(Store::Files, &kept.id).await.ok().and_then(|file| file.dyn_into::<File>().ok())
    else {
        return;
    };
    desk.left.update(|left| left.retain(|other| other.id != kept.id));
    take_file::take_again(desk, file, kept, step);
}

async fn read(id: &str) -> Option<Kept> {
    let work = storage::get(Store::Work, id).await.ok()?;
    let mut work: Work = serde_wasm_bindgen::from_value(work).ok()?;
    work.options.today = format::today();
    Some(Kept { id: id.to_owned(), work })
}

/// Reviews that were left, the newest first. What is too old, or one too many, is forgotten.
async fn others(own: Option<&str>) -> Vec<Kept> {
    let mut left = Vec::new();
    for id in storage::keys(Store::Work).await.unwrap_or_default() {
        match read(&id).await {
            _ if own == Some(&id) => {}
            // What waits for the server waits until it is compared or forgotten.
            Some(kept) if kept.work.waiting.is_some() || js_sys::Date::now() - kept.work.at < LONGEST => {
                left.push(kept)
            }
            _ => forget_kept(id),
        }
    }
    left.sort_by(|one, other| other.work.at.total_cmp(&one.work.at));
    let mut others = 0;
    left.retain(|kept| {
        others += usize::from(kept.work.waiting.is_none());
        let stays = kept.work.waiting.is_some() || others <= MOST;
        if !stays {
            forget_kept(kept.id.clone());
        }
        stays
    });
    left
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

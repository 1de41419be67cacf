//! Reviews that were left: offered where files are dropped, until they are too old or too many.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::File;

use super::work::Kept;
use super::{forget_kept, in_hand};
use crate::page::desk::{Desk, Step};
use crate::page::storage::{self, Store};
use crate::page::take_file;

/// How long a review that was left is kept, in milliseconds.
const LONGEST: f64 = 7.0 * 24.0 * 3_600_000.0;
/// The most reviews with work in them that are kept besides the open one. Untouched ones never push these out.
const MOST: usize = 5;
/// The most untouched reviews that this tab adds: their files fill the browser's storage, too.
const UNTOUCHED: usize = 2;

/// Goes on with a review that was left.
pub async fn go_on(desk: Desk, kept: Kept, step: Step) {
    let Ok(file) = storage::get(Store::Files, &kept.id).await else { return };
    desk.left.update(|left| left.retain(|other| other.id != kept.id));
    // Too large for this browser, or forgotten in another tab: without its bytes nothing can be gone on with.
    let Ok(file) = file.dyn_into::<File>() else { return forget_kept(kept.id) };
    take_file::take_again(desk, file, kept, step);
}

/// Reviews that were left, the newest first. What is too old, or one too many, is forgotten, unless another tab has it in hand.
pub async fn others(own: Option<&str>) -> Vec<Kept> {
    let mut left = Vec::new();
    let in_hand = in_hand::all().await;
    for id in storage::keys(Store::Work).await.unwrap_or_default() {
        match Kept::read(&id).await {
            _ if own == Some(&id) => {}
            // What waits for the server waits until it is compared or forgotten.
            Some(kept)
                if kept.work.waiting.is_some()
                    || js_sys::Date::now() - kept.work.at < LONGEST
                    || in_hand.contains(&id) =>
            {
                left.push(kept)
            }
            // Another tab may be writing it just now.
            None if in_hand.contains(&id) => {}
            _ => forget_kept(id),
        }
    }
    left.sort_by(|one, other| other.work.at.total_cmp(&one.work.at));
    let (mut touched, mut untouched) = (0, 0);
    left.retain(|kept| {
        let others = if kept.work.is_touched() { &mut touched } else { &mut untouched };
        *others += usize::from(kept.work.waiting.is_none());
        let stays = kept.work.waiting.is_some() || *others <= MOST || in_hand.contains(&kept.id);
        if !stays {
            forget_kept(kept.id.clone());
        }
        stays
    });
    left
}

/// Forgets reviews that this tab let go with nothing done on them, except for the last ones. Others may be open in another tab.
pub async fn forget_untouched(desk: Desk) {
    let is_own = |id: &String| desk.left_here.with_value(|own| own.contains(id));
    let untouched = desk.left.with_untracked(|left| {
        let untouched = left.iter().filter(|kept| !kept.work.is_touched() && is_own(&kept.id));
        untouched.skip(UNTOUCHED).map(|kept| kept.id.clone()).collect::<Vec<_>>()
    });
    let in_hand = in_hand::all().await;
    for id in untouched.into_iter().filter(|id| !in_hand.contains(id)) {
        // Another tab may have gone on with it.
        let is_touched = Kept::read(&id).await.is_some_and(|kept| kept.work.is_touched());
        if !is_touched && desk.left.with_untracked(|left| left.iter().any(|kept| kept.id == id)) {
            desk.left.update(|left| left.retain(|kept| kept.id != id));
            forget_kept(id);
        }
    }
}

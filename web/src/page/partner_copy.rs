//! A dated copy of the partners' ids, kept in this browser when a person asks for it: checks hold the ids of a file against it, without
//! the server. It is copied before a file is dropped, never with one in hand.

use std::pin::pin;

use futures::future::{Either, select};
use js_sys::{Object, Reflect, Uint8Array};
use lanegate_wire::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};

use super::checker::Checker;
use super::desk::Desk;
use super::pause::pause;
use super::storage::{self, Store};
use super::{api, format, texts};
use crate::protocol::Request;

/// The one copy's key, and the names of its parts.
const KEY: &str = "partners";
const AT: &str = "at";
const IDS: &str = "ids";
/// An id's bytes.
const ID: u32 = 16;
/// How long a file waits for the copy, in milliseconds.
const LONGEST: i32 = 2_000;

/// What there is of a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PartnerCopy {
    /// None.
    None,
    /// On its way: so many ids.
    Coming(u32),
    /// As of a moment, in milliseconds since 1970, with so many ids.
    Here(f64, u32),
}

/// The copy, for every part of the page.
#[derive(Clone, Copy)]
pub struct PartnerCopyState {
    /// What there is.
    pub copy: RwSignal<PartnerCopy>,
    /// Why copying did not work the last time; what was there before still is.
    pub problem: RwSignal<Option<Problem>>,
}

/// Finds the copy that this browser keeps.
pub fn begin() {
    let state = PartnerCopyState { copy: RwSignal::new(PartnerCopy::None), problem: RwSignal::new(None) };
    provide_context(state);
    spawn_local(async move { state.copy.set(found().await) });
}

async fn found() -> PartnerCopy {
    kept().await.map_or(PartnerCopy::None, |(at, ids)| PartnerCopy::Here(at, ids.length() / ID))
}

async fn kept() -> Option<(f64, Uint8Array)> {
    let kept = storage::get(Store::Reference, KEY).await.ok()?;
    let at = Reflect::get(&kept, &AT.into()).ok()?.as_f64()?;
    Some((at, Reflect::get(&kept, &IDS.into()).ok()?.dyn_into().ok()?))
}

/// Copies the ids, page by page. Given up when a file is dropped meanwhile.
pub fn copy(desk: Desk, state: PartnerCopyState) {
    spawn_local(async move {
        state.copy.set(PartnerCopy::Coming(0));
        state.problem.set(fetch(desk, state.copy).await.err());
        state.copy.set(found().await);
    });
}

async fn fetch(desk: Desk, state: RwSignal<PartnerCopy>) -> Result<(), Problem> {
    let (mut ids, mut after, mut at) = (Vec::new(), None, None);
    loop {
        if desk.name.with_untracked(Option::is_some) {
            return Ok(());
        }
        let page = api::partner_reference(after).await?;
        // Partners that are added meanwhile may be missing: the copy is of the moment when it was begun.
        at.get_or_insert(page.taken_at);
        ids.extend(page.partners.iter().flat_map(|partner| partner.fractional_cfo_id.into_bytes()));
        state.set(PartnerCopy::Coming(u32::try_from(ids.len()).unwrap_or(u32::MAX) / ID));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let copy = Object::new();
    let at = at.as_ref().map(format::milliseconds).unwrap_or_default();
    let _ = Reflect::set(&copy, &AT.into(), &at.into());
    let _ = Reflect::set(&copy, &IDS.into(), &Uint8Array::from(ids.as_slice()));
    storage::put(Store::Reference, KEY, &copy).await.map_err(|_: JsValue| texts::kept_nothing())
}

/// Forgets the copy.
pub fn forget(state: PartnerCopyState) {
    state.copy.set(PartnerCopy::None);
    state.problem.set(None);
    spawn_local(async move { drop(storage::delete(Store::Reference, KEY).await) });
}

/// Gives the copy to a worker, which holds its file against it. A browser whose storage does not answer costs the copy, not the file.
pub async fn give(checker: &Checker) {
    let (copy, too_late) = (pin!(kept()), pin!(pause(LONGEST)));
    let found = select(copy, too_late).await;
    if let Either::Left((Some((at, ids)), _)) = found {
        let _ = checker.ask(Request::Reference(format::day_at(at)), Some(ids.buffer())).await;
    }
}

//! A dated copy of the partners' ids, kept in this browser when a person asks for it: checks hold the ids of a file against it, without
//! the server. It is copied before a file is dropped, never with one in hand.

use js_sys::{Object, Reflect, Uint8Array};
use lanegate_wire::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};

use super::checker::Checker;
use super::desk::Desk;
use super::storage::{self, Store};
use super::{api, format, texts};
use crate::protocol::Request;

/// The one copy's key, and the names of its parts.
const KEY: &str = "partners";
const AT: &str = "at";
const IDS: &str = "ids";
/// An id's bytes.
const ID: u32 = 16;

/// What there is of a copy.
#[derive(Debug, Clone, PartialEq)]
pub enum PartnerCopy {
    /// None.
    None,
    /// On its way: so many ids.
    Coming(u32),
    /// As of a moment, in milliseconds since 1970, with so many ids.
    Here(f64, u32),
    /// It could not be had.
    Failed(Problem),
}

/// The copy, for every part of the page.
#[derive(Clone, Copy)]
pub struct PartnerCopyState(pub RwSignal<PartnerCopy>);

/// Finds the copy that this browser keeps.
pub fn begin() {
    let state = RwSignal::new(PartnerCopy::None);
    provide_context(PartnerCopyState(state));
    spawn_local(async move { state.set(found().await) });
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
pub fn copy(desk: Desk, state: RwSignal<PartnerCopy>) {
    spawn_local(async move {
        state.set(PartnerCopy::Coming(0));
        let now = match fetch(desk, state).await {
            Ok(()) => found().await,
            Err(problem) => PartnerCopy::Failed(problem),
        };
        state.set(now);
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
pub fn forget(state: RwSignal<PartnerCopy>) {
    state.set(PartnerCopy::None);
    spawn_local(async move { drop(storage::delete(Store::Reference, KEY).await) });
}

/// Gives the copy to a worker, which holds its file against it.
pub async fn give(checker: &Checker) {
    if let Some((at, ids)) = kept().await {
        let _ = checker.ask(Request::Reference(format::day_at(at)), Some(ids.buffer())).await;
    }
}

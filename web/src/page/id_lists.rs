//! Lists for looking up IDs: second files that a person gave. They go to the worker, and are kept in this browser for the next file
//! until they are forgotten; they are never sent.

use js_sys::{Array, ArrayBuffer, Object, Reflect};
use lanegate_wire::{Fix, ListColumns, ListView};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::checker::Checker;
use super::storage::{self, Store};
use crate::protocol::{Reply, Request};

/// Larger files are refused before they are read, in bytes.
pub const LARGEST: f64 = 50_000_000.0;
/// How long a list is kept after it was last used, in milliseconds.
const LONGEST: f64 = 90.0 * 24.0 * 3_600_000.0;
/// The most lists that are kept.
const MOST: usize = 5;
/// The names of a kept list's parts.
const FILE: &str = "file";
const AT: &str = "at";

/// A list that this browser keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptList {
    /// The digest of its content: the key.
    pub sha256: String,
    /// Its file.
    pub file: File,
    /// When it was last used, in milliseconds since 1970.
    pub at: f64,
}

/// The kept lists, for every part of the page.
#[derive(Clone, Copy)]
pub struct KeptLists(pub RwSignal<Vec<KeptList>, LocalStorage>);

/// Finds the lists that this browser keeps.
pub fn begin() {
    let lists = KeptLists(RwSignal::new_local(Vec::new()));
    provide_context(lists);
    lists.look();
}

impl KeptLists {
    /// Looks again, since another tab may have changed them.
    pub fn look(self) {
        spawn_local(async move {
            let found = all().await;
            let _ = self.0.try_update(|lists| *lists = found);
        });
    }

    /// Keeps a list, as used just now.
    pub fn keep(self, sha256: String, file: File) {
        spawn_local(async move {
            put(&sha256, &file).await;
            self.look();
        });
    }

    /// Forgets a list.
    pub fn forget(self, sha256: String) {
        self.0.update(|lists| lists.retain(|list| list.sha256 != sha256));
        spawn_local(async move { drop(storage::delete(Store::Lists, &sha256).await) });
    }
}

/// Puts a list into the browser's database. A browser that keeps nothing asks for the list again.
async fn put(sha256: &str, file: &File) {
    let kept = Object::new();
    let _ = Reflect::set(&kept, &FILE.into(), file);
    let _ = Reflect::set(&kept, &AT.into(), &js_sys::Date::now().into());
    let _ = storage::put(Store::Lists, sha256, &kept).await;
}

/// The kept lists, the one used last first. What is too old, or one too many, is forgotten.
async fn all() -> Vec<KeptList> {
    let mut lists = Vec::new();
    for sha256 in storage::keys(Store::Lists).await.unwrap_or_default() {
        match read(&sha256).await {
            Some(list) if js_sys::Date::now() - list.at < LONGEST => lists.push(list),
            _ => drop(storage::delete(Store::Lists, &sha256).await),
        }
    }
    lists.sort_by(|one, other| other.at.total_cmp(&one.at));
    for list in lists.split_off(lists.len().min(MOST)) {
        let _ = storage::delete(Store::Lists, &list.sha256).await;
    }
    lists
}

async fn read(sha256: &str) -> Option<KeptList> {
    let kept = storage::get(Store::Lists, sha256).await.ok()?;
    let part = |name: &str| Reflect::get(&kept, &JsValue::from(name)).ok();
    let (file, at) = (part(FILE)?.dyn_into().ok()?, part(AT)?.as_f64()?);
    Some(KeptList { sha256: sha256.to_owned(), file, at })
}

/// The lists that lookups among the corrections name.
fn named(fixes: &[Fix]) -> impl Iterator<Item = &ListColumns> {
    fixes.iter().filter_map(|fix| match fix {
        Fix::Lookup { list, .. } => Some(list),
        _ => None,
    })
}

/// Says which content is meant by lookups that name a list alone: the one that was opened just now.
pub fn pin_to(view: &ListView, fixes: &mut [Fix]) {
    for fix in fixes {
        if let Fix::Lookup { list, .. } = fix
            && list.sha256.is_none()
            && list.file == view.file
        {
            list.sha256 = Some(view.sha256.clone());
        }
    }
}

/// Gives a worker the kept lists that the corrections need. What isn't kept, the check asks for.
pub async fn give(checker: &Checker, fixes: &[Fix]) {
    for sha256 in named(fixes).filter_map(|list| list.sha256.as_ref()) {
        let Some(KeptList { file, .. }) = read(sha256).await else { continue };
        put(sha256, &file).await;
        let _ = open(checker, &file, "").await;
    }
}

/// Gives a worker the kept lists that remembered answers name: of several with the same name, the one that was used last.
pub async fn give_named(checker: &Checker, answers: &JsValue) {
    let names = names_in(answers).unwrap_or_default();
    if names.is_empty() {
        return;
    }
    let lists = all().await;
    for name in names {
        if let Some(KeptList { sha256, file, .. }) = lists.iter().find(|list| list.file.name() == name) {
            put(sha256, file).await;
            let _ = open(checker, file, "").await;
        }
    }
}

/// The lists that answers name. The page knows nothing else of the answers, which are the worker's.
fn names_in(answers: &JsValue) -> Option<Vec<String>> {
    let part = |value: &JsValue, name: &str| Reflect::get(value, &JsValue::from(name)).ok();
    let choices: Array = part(answers, "choices")?.dyn_into().ok()?;
    let name = |choice: JsValue| part(&part(&part(&choice, "lookup")?, "list")?, "file")?.as_string();
    Some(choices.iter().filter_map(name).collect())
}

/// Has a worker open a list, to be used for a column of the template.
pub async fn open(checker: &Checker, file: &File, column: &str) -> Option<Reply> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?.dyn_into::<ArrayBuffer>().ok()?;
    let request = Request::List { name: file.name(), column: column.to_owned() };
    checker.ask(request, Some(bytes)).await.ok()
}

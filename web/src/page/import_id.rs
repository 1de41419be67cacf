//! Import ids, kept in this browser before the first request, so that a retry is the same import even after a reload.

use lanegate_wire::OpenImport;
use leptos::prelude::window;
use uuid::Uuid;
use web_sys::Storage;

use super::api;

/// The key under which the one import in hand is kept.
const KEY: &str = "lanegate.import";

/// The id of an import with this content: the kept one, or a new one that is kept from now on.
pub fn id_for(import: &OpenImport) -> Uuid {
    let content = content(import);
    if let Some((id, of)) = kept().as_deref().and_then(|kept| kept.split_once(' '))
        && of == content
        && let Ok(id) = Uuid::parse_str(id)
    {
        return id;
    }
    let id = Uuid::now_v7();
    if let Some(storage) = storage() {
        // Full or forbidden storage costs only the resumption after a reload.
        let _ = storage.set_item(KEY, &format!("{id} {content}"));
    }
    id
}

/// What is kept, to go on with in another tab.
pub fn kept() -> Option<String> {
    storage().and_then(|storage| storage.get_item(KEY).ok().flatten())
}

/// Keeps what another tab kept.
pub fn take_over(kept: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, kept);
    }
}

/// Forgets the kept id: its import is committed, abandoned or expired.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// What an import is, apart from its id.
fn content(import: &OpenImport) -> String {
    api::json(&OpenImport { id: Uuid::nil(), ..import.clone() }).into()
}

/// Per tab: the same file dropped in two tabs is two imports.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

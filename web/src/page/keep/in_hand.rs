//! Which reviews are open in some tab. A tab holds a lock of the browser's (Web Locks) with the key of its review, so that no other tab
//! forgets that review to make room. The browser releases it when the tab is closed. Without such locks (a page that isn't served
//! securely has none), nobody knows of other tabs.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The beginning of the locks' names.
const PREFIX: &str = "lanegate review ";

/// The key of this tab's review, and what releases its lock.
type Held = (String, Function);

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// Holds the lock of this tab's review instead of the one before.
pub fn hold(id: Option<String>) {
    let is_held = HELD.with_borrow(|held| held.as_ref().map(|(held, _)| held) == id.as_ref());
    if is_held {
        return;
    }
    if let Some((_, release)) = HELD.take() {
        let _ = release.call0(&JsValue::NULL);
    }
    let (Some(id), Some((locks, request))) = (id, method("request")) else { return };
    let name = format!("{PREFIX}{id}");
    // The lock is held until this is resolved.
    let put_away = Promise::new(&mut |resolve, _| {
        HELD.replace(Some((id.clone(), resolve)));
    });
    // A second tab may open the same review.
    let options = Object::new();
    let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
    let held = Closure::once_into_js(move || JsValue::from(put_away));
    let _ = request.call3(&locks, &name.into(), &options, &held);
}

/// The keys of all reviews that are open in some tab, this one included.
pub async fn all() -> Vec<String> {
    keys().await.unwrap_or_default()
}

async fn keys() -> Option<Vec<String>> {
    let (locks, query) = method("query")?;
    let asked = query.call0(&locks).ok()?.dyn_into::<Promise>().ok()?;
    let snapshot = JsFuture::from(asked).await.ok()?;
    let held = Reflect::get(&snapshot, &"held".into()).ok()?.dyn_into::<Array>().ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).filter_map(|name| Some(name.strip_prefix(PREFIX)?.to_owned())).collect())
}

/// The browser's locks and one of their functions, if it has them.
fn method(name: &str) -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let method = Reflect::get(&locks, &name.into()).ok()?.dyn_into().ok()?;
    Some((locks, method))
}

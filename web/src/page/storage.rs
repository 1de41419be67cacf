//! The browser's own database (IndexedDB): what is kept there never leaves the browser.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

/// Its name. The number is raised when the stores change.
const NAME: &str = "lanegate";
const VERSION: u32 = 3;

/// A table of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Files under review, as they were dropped.
    Files,
    /// What a person has done with them so far.
    Work,
    /// How columns were matched, by their headers.
    Choices,
    /// Copies of ids that files refer to.
    Reference,
    /// Lists for looking up IDs, by their digests.
    Lists,
}

impl Store {
    const ALL: [Self; 5] = [Self::Files, Self::Work, Self::Choices, Self::Reference, Self::Lists];

    const fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Work => "work",
            Self::Choices => "choices",
            Self::Reference => "reference",
            Self::Lists => "lists",
        }
    }
}

thread_local! {
    static DATABASE: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Keeps a value under a key.
///
/// # Errors
/// When the browser keeps nothing (private windows, a full disk). Nobody may depend on what is kept.
pub async fn put(store: Store, key: &str, value: &JsValue) -> Result<(), JsValue> {
    change(key, &[(store, Some(value))]).await
}

/// Keeps a value under a key in each of several stores, and deletes the key from stores that are given no value: all of it, or nothing,
/// even if the page is closed meanwhile.
///
/// # Errors
/// As [`put`].
pub async fn change(key: &str, values: &[(Store, Option<&JsValue>)]) -> Result<(), JsValue> {
    let stores: Array = values.iter().map(|(store, _)| JsValue::from(store.name())).collect();
    let transaction =
        connected().await?.transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readwrite)?;
    let ask = |&(store, value): &(Store, Option<&JsValue>)| {
        let store = transaction.object_store(store.name())?;
        match value {
            Some(value) => store.put_with_key(value, &key.into()),
            None => store.delete(&key.into()),
        }
    };
    if let Some(refused) = values.iter().find_map(|value| ask(value).err()) {
        // Without this the browser would keep what was asked for before.
        let _ = transaction.abort();
        return Err(refused);
    }
    // Not a request's success: a full disk says so only when the transaction ends.
    let ended = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(ended).await.map(drop)
}

/// The value under a key; undefined where there is none.
///
/// # Errors
/// As [`put`].
pub async fn get(store: Store, key: &str) -> Result<JsValue, JsValue> {
    done(&open(store).await?.get(&key.into())?).await
}

/// Forgets a key.
///
/// # Errors
/// As [`put`].
pub async fn delete(store: Store, key: &str) -> Result<(), JsValue> {
    change(key, &[(store, None)]).await
}

/// Asks the browser not to throw away what is kept here when its disk gets full. It may say no.
pub async fn ask_to_stay() {
    if let Ok(asked) = window().navigator().storage().persist() {
        let _ = JsFuture::from(asked).await;
    }
}

/// All keys.
///
/// # Errors
/// As [`put`].
pub async fn keys(store: Store) -> Result<Vec<String>, JsValue> {
    let keys = done(&open(store).await?.get_all_keys()?).await?;
    Ok(keys.dyn_into::<Array>()?.iter().filter_map(|key| key.as_string()).collect())
}

/// A store, to be read.
async fn open(store: Store) -> Result<IdbObjectStore, JsValue> {
    connected().await?.transaction_with_str(store.name())?.object_store(store.name())
}

async fn connected() -> Result<IdbDatabase, JsValue> {
    if let Some(database) = DATABASE.with_borrow(Clone::clone) {
        return Ok(database);
    }
    let database = database().await?;
    DATABASE.replace(Some(database.clone()));
    Ok(database)
}

async fn database() -> Result<IdbDatabase, JsValue> {
    // A newer version of the page, in another tab, may have raised the number: it has added stores, and the ones known here are as ever.
    let database = match opened(Some(VERSION)).await {
        Ok(database) => database,
        Err(_) => opened(None).await?,
    };
    // A newer version of the page waits to raise it; here it is opened again when it is asked for next.
    let step_aside = {
        let database = database.clone();
        Closure::once_into_js(move || {
            database.close();
            DATABASE.replace(None);
        })
    };
    database.set_onversionchange(Some(step_aside.unchecked_ref()));
    // The browser has closed it, since a person cleared what sites keep.
    let closed = Closure::once_into_js(|| drop(DATABASE.replace(None)));
    database.set_onclose(Some(closed.unchecked_ref()));
    Ok(database)
}

async fn opened(version: Option<u32>) -> Result<IdbDatabase, JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = match version {
        Some(version) => factory.open_with_u32(NAME, version),
        None => factory.open(NAME),
    }?;
    let opened = request.clone();
    let make = Closure::once(move || {
        let Some(database) = opened.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) else {
            return;
        };
        for store in Store::ALL {
            let _ = database.create_object_store(store.name());
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    done(&request).await?.dyn_into()
}

/// Waits for a request. The promise's own functions listen, so that nothing stays behind.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}

//! The ready queues, and the kill switch.

use lanegate_wire::{Intent, IntentChange, IntentPage, IntentState, Lane, Problem, ReadyPage};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::http::{call, json, not_understood, send};
use super::with;

/// A page of a queue, by its whole address.
pub async fn ready<T: DeserializeOwned>(address: &str) -> Result<ReadyPage<T>, Problem> {
    call("GET", address, None).await
}

/// A page of a lane's intents that stand so.
pub async fn intents(lane: Lane, state: IntentState, after: Option<&str>) -> Result<IntentPage, Problem> {
    let address = with(&format!("/api/v1/intents/{lane}"), &[("state", Some(state.as_str())), ("after", after)]);
    call("GET", &address, None).await
}

/// Changes where an intent stands.
pub async fn change_intent(lane: Lane, id: Uuid, change: &IntentChange) -> Result<Intent, Problem> {
    call("PATCH", &format!("/api/v1/intents/{lane}/{id}"), Some(json(change))).await
}

/// A page of a queue as a table; the place of the next page, if there is one.
pub async fn table(address: &str) -> Result<(Blob, Option<String>), Problem> {
    let response = send("GET", address, None).await?;
    let next = response.headers().get("x-next-page").ok().flatten();
    let body = JsFuture::from(response.blob().map_err(|_| not_understood(&response))?).await;
    let blob = body.ok().and_then(|body| body.dyn_into().ok()).ok_or_else(|| not_understood(&response))?;
    Ok((blob, next))
}

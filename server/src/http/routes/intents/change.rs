//! `PATCH /api/v1/intents/{lane}/{id}`: the kill switch.

use axum::Json;
use axum::extract::State;
use lanegate_wire::{Intent, IntentChange};

use crate::admission;
use crate::http::App;
use crate::http::path::{OfIntent, Place};
use crate::http::payload::Payload;
use crate::http::principal::Principal;
use crate::http::refusal::Answer;
use crate::store;

/// The intent as it is then.
pub async fn change(
    State(app): State<App>,
    principal: Principal,
    Place(OfIntent { lane, id }): Place<OfIntent>,
    Payload(change): Payload<IntentChange>,
) -> Answer<Json<Intent>> {
    let change = admission::admit_change(change)?;
    Ok(Json(store::change_intent(&app.db, lane, principal.name(), id, change).await?))
}

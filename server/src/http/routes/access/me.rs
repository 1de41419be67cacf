//! `GET /api/v1/me`: who asks.

use axum::{Extension, Json};
use lanegate_wire::{Asker, Problem};

use crate::access::Principal;

/// Who asks and what they may; also somebody who has not signed in is answered.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "accounts",
    operation_id = "me",
    responses((status = 200, description = "The account, if anybody has signed in.", body = Asker), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn me(who: Option<Extension<Principal>>) -> Json<Asker> {
    Json(Asker { account: who.map(|Extension(who)| who.me()) })
}

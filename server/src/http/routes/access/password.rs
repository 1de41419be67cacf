//! `PUT /api/v1/password`: one's own password.

use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{Problem, SetPassword};

use super::passwords_busy;
use crate::access::{Principal, Via, good_password};
use crate::http::App;
use crate::http::client::ClientAddress;
use crate::http::payload::Payload;
use crate::http::refusal::{Answer, Refusal};
use crate::store::access::{self, OwnSession, Subjects};

/// Sets it, and ends all other sessions of the account. A session that began with a link needs no old password, once.
#[utoipa::path(
    put,
    path = "/api/v1/password",
    tag = "accounts",
    operation_id = "set_password",
    request_body = SetPassword,
    responses((status = 204, description = "The password is set; other sessions have ended."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn set_password(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    who: Principal,
    Payload(given): Payload<SetPassword>,
) -> Answer<StatusCode> {
    if !good_password(who.name(), &given.new) {
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "password_refused", "This password cannot be set.")
            .detail("A password has at least 12 characters and at most 1,024, and is not the account's name."));
    }
    let Via::Session { id, may_set } = who.via else { return Err(Refusal::internal()) };
    let mut session = OwnSession { id, compared: None };
    if !may_set {
        // Whoever has found an open session may not find out the password by trying.
        let subjects = Subjects::new(who.name(), address);
        if access::attempt(&app.db, &subjects).await?.is_some() {
            return Err(wrong());
        }
        let hashed = access::own_password(&app.db, who.account).await?;
        let old = given.old.unwrap_or_default();
        let turn = app.hasher.turn(address).await.map_err(|_| passwords_busy())?;
        if !turn.is(old, hashed.clone()).await {
            return Err(wrong());
        }
        session.compared = hashed;
        access::forget_attempts(&app.db, &subjects).await?;
    }
    let turn = app.hasher.turn(address).await.map_err(|_| passwords_busy())?;
    let hashed = turn.hash(given.new).await;
    access::set_own_password(&app.db, who.name(), &hashed, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn wrong() -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "password_wrong", "The old password is not right.")
        .detail("Try again, after a quarter of an hour if it was wrong many times. If you have forgotten it, an administrator can give you a link.")
}

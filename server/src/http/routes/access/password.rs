//! `PUT /api/v1/password` and `POST /api/v1/password/confirm`: one's own password.

use std::net::IpAddr;

use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{ConfirmPassword, Problem, SetPassword};
use uuid::Uuid;

use super::{attempts_too_many, passwords_busy};
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
    let Via::Session { id, may_set, .. } = who.via else { return Err(Refusal::internal()) };
    let mut session = OwnSession { id, compared: None };
    if !may_set {
        session.compared = compare(&app, &who, (id, address), given.old.unwrap_or_default()).await?;
    }
    let turn = app.hasher.turn(address).await.map_err(|_| passwords_busy())?;
    let hashed = turn.hash(given.new).await;
    access::set_own_password(&app.db, who.name(), &hashed, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms it: for 15 minutes, the session may then hand out links, change accounts, and make tokens.
#[utoipa::path(
    post,
    path = "/api/v1/password/confirm",
    tag = "accounts",
    operation_id = "confirm_password",
    request_body = ConfirmPassword,
    responses((status = 204, description = "The password is right."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn confirm_password(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    who: Principal,
    Payload(given): Payload<ConfirmPassword>,
) -> Answer<StatusCode> {
    let Via::Session { id, .. } = who.via else { return Err(Refusal::internal()) };
    let compared = compare(&app, &who, (id, address), given.password).await?;
    access::confirm_password(&app.db, who.name(), &OwnSession { id, compared }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Compares a password with the account's own, and returns the hash that it fits. Tries count against the session: whoever has found
/// it open may not find out the password by trying.
async fn compare(
    app: &App,
    who: &Principal,
    (session, address): (Uuid, IpAddr),
    given: String,
) -> Answer<Option<String>> {
    let subjects = Subjects::of_session(session);
    if let Some(seconds) = access::attempts_left(&app.db, &subjects).await? {
        return Err(attempts_too_many(seconds));
    }
    let hashed = access::own_password(&app.db, who.account).await?;
    let turn = app.hasher.turn(address).await.map_err(|_| passwords_busy())?;
    if let Some(seconds) = access::attempt(&app.db, &subjects).await? {
        return Err(attempts_too_many(seconds));
    }
    if !turn.is(given, hashed.clone()).await {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "password_wrong", "The password is not right.")
            .detail("Try again. If you have forgotten it, an administrator can give you a link."));
    }
    access::forget_attempts(&app.db, &subjects).await?;
    Ok(hashed)
}

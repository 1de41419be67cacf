//! `POST /api/v1/sign-in`, `/sign-in/link` and `/sign-out`: how a session begins and ends.

use axum::extract::State;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::AppendHeaders;
use axum::{Extension, Json};
use lanegate_wire::{Asker, Problem, SignIn, SignInByLink};

use super::{attempts_too_many, no_randomness, passwords_busy};
use crate::access::{Principal, Secret, Via, account_name};
use crate::http::client::ClientAddress;
use crate::http::payload::Payload;
use crate::http::refusal::{Answer, Refusal};
use crate::http::{App, cookie};
use crate::store::access::{self, AccessError, Subjects};

/// An answer that sets the session's cookie.
type WithCookie<T> = (AppendHeaders<[(axum::http::HeaderName, HeaderValue); 1]>, T);

/// Signs in with name and password. A wrong name is answered like a wrong password, after the same work.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in",
    tag = "accounts",
    operation_id = "sign_in",
    request_body = SignIn,
    responses((status = 200, description = "Signed in; the session is in a cookie.", body = Asker), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn sign_in(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Payload(given): Payload<SignIn>,
) -> Answer<WithCookie<Json<Asker>>> {
    let name = account_name(&given.name);
    let subjects = Subjects::new(name.as_deref().unwrap_or_default(), address);
    // Whoever has tried too often doesn't get in the way of others.
    if let Some(seconds) = access::attempts_left(&app.db, &subjects).await? {
        return Err(attempts_too_many(seconds));
    }
    let found = match &name {
        Some(name) => access::credentials(&app.db, name).await?,
        None => None,
    };
    let found = found.filter(|account| !account.disabled);
    let turn = app.hasher.turn(address).await.map_err(|_| passwords_busy())?;
    // Counted in one's turn: of right passwords, few count at a time.
    if let Some(seconds) = access::attempt(&app.db, &subjects).await? {
        return Err(attempts_too_many(seconds));
    }
    let hashed = found.as_ref().and_then(|account| account.password.clone());
    let is_right = turn.is(given.password, hashed).await;
    let (Some(name), Some(account), true) = (name, found, is_right) else { return Err(refused()) };
    let secret = Secret::new("").map_err(no_randomness)?;
    access::forget_attempts(&app.db, &subjects).await?;
    let who = match access::open_session(&app.db, &name, &account, secret.digest(), &client(&headers)).await {
        // The password is no longer the one that was compared.
        Err(AccessError::Overtaken) => return Err(refused()),
        opened => opened?,
    };
    Ok(begun(&app, &secret, &who))
}

/// Signs in with a link that is good once.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/link",
    tag = "accounts",
    operation_id = "sign_in_by_link",
    request_body = SignInByLink,
    responses((status = 200, description = "Signed in; the session is in a cookie, and may set a password.", body = Asker), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn sign_in_by_link(
    State(app): State<App>,
    headers: HeaderMap,
    Payload(given): Payload<SignInByLink>,
) -> Answer<WithCookie<Json<Asker>>> {
    // Tries are not counted: nobody guesses 32 random bytes.
    let link = Secret::shown(&given.link, "").ok_or(AccessError::LinkRefused)?;
    let secret = Secret::new("").map_err(no_randomness)?;
    let who = access::open_by_link(&app.db, link.digest(), secret.digest(), &client(&headers)).await?;
    Ok(begun(&app, &secret, &who))
}

/// Ends the session that asks; without one there is nothing to do.
#[utoipa::path(
    post,
    path = "/api/v1/sign-out",
    tag = "accounts",
    operation_id = "sign_out",
    responses((status = 204, description = "The session has ended."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn sign_out(State(app): State<App>, who: Option<Extension<Principal>>) -> Answer<WithCookie<StatusCode>> {
    if let Some(Extension(who)) = who
        && let Via::Session { id, .. } = who.via
    {
        match access::end_session(&app.db, &who, id).await {
            Ok(()) | Err(AccessError::SessionUnknown) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok((AppendHeaders([(SET_COOKIE, cookie::remove(&app.addresses))]), StatusCode::NO_CONTENT))
}

fn begun(app: &App, secret: &Secret, who: &Principal) -> WithCookie<Json<Asker>> {
    let cookie = cookie::set(secret, &app.addresses);
    (AppendHeaders([(SET_COOKIE, cookie)]), Json(Asker { account: Some(who.me()) }))
}

/// What the browser calls itself, so that people know their sessions apart.
fn client(headers: &HeaderMap) -> String {
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn refused() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "sign_in_refused", "Name and password do not fit together.")
        .detail("Try again. If you have forgotten the password, an administrator can give you a link.")
}

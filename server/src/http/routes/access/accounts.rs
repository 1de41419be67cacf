//! `/api/v1/accounts`: accounts, for those who look after them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{Account, AccountChange, AccountPage, LinkMade, NewAccount, Problem, Token};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{each_once, lanes_of, named, no_randomness};
use crate::access::{Principal, Secret};
use crate::http::App;
use crate::http::path::{Asked, OfAccount, OfAccountToken, Place};
use crate::http::payload::Payload;
use crate::http::refusal::Answer;
use crate::store::access;

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    after: Option<String>,
}

/// A page of accounts, by name.
#[utoipa::path(
    get,
    path = "/api/v1/accounts",
    tag = "accounts",
    operation_id = "accounts",
    params(Which),
    responses((status = 200, description = "A page of accounts, by name.", body = AccountPage), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn accounts(State(app): State<App>, Asked(Which { after }): Asked<Which>) -> Answer<Json<AccountPage>> {
    let after = after.map(|after| named(&after)).transpose()?;
    Ok(Json(access::accounts(&app.db, after).await?))
}

/// Makes an account, and a link with which its person signs in first and sets a password.
#[utoipa::path(
    post,
    path = "/api/v1/accounts",
    tag = "accounts",
    operation_id = "make_account",
    request_body = NewAccount,
    responses((status = 201, description = "The account, and the link to give to its person.", body = LinkMade), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn make_account(
    State(app): State<App>,
    who: Principal,
    Payload(new): Payload<NewAccount>,
) -> Answer<(StatusCode, Json<LinkMade>)> {
    let name = named(&new.name)?;
    let (lanes, rights) = lanes_of(new.lanes, new.rights);
    access::make(&app.db, who.name(), &NewAccount { name: name.clone(), lanes, rights }).await?;
    Ok((StatusCode::CREATED, Json(linked(&app, &who, &name).await?)))
}

/// Changes an account's lanes and rights, or disables it; what is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/accounts/{name}",
    tag = "accounts",
    operation_id = "change_account",
    params(OfAccount),
    request_body = AccountChange,
    responses((status = 200, description = "The account as it is then.", body = Account), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn change_account(
    State(app): State<App>,
    who: Principal,
    Place(OfAccount { name }): Place<OfAccount>,
    Payload(change): Payload<AccountChange>,
) -> Answer<Json<Account>> {
    let AccountChange { lanes, rights, disabled } = change;
    let change = AccountChange { lanes: lanes.map(each_once), rights: rights.map(each_once), disabled };
    Ok(Json(access::change(&app.db, who.name(), &named(&name)?, &change).await?))
}

/// Makes a link with which an account's person signs in once and sets a new password. A link before it is good no longer.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{name}/link",
    tag = "accounts",
    operation_id = "make_link",
    params(OfAccount),
    responses((status = 200, description = "The link to give to the account's person.", body = LinkMade), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn make_link(
    State(app): State<App>,
    who: Principal,
    Place(OfAccount { name }): Place<OfAccount>,
) -> Answer<Json<LinkMade>> {
    Ok(Json(linked(&app, &who, &named(&name)?).await?))
}

/// An account's tokens, the newest first, at most a hundred; without their secrets.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{name}/tokens",
    tag = "accounts",
    operation_id = "tokens_of_account",
    params(OfAccount),
    responses((status = 200, description = "The account's tokens, the newest first.", body = Vec<Token>), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn tokens_of_account(
    State(app): State<App>,
    Place(OfAccount { name }): Place<OfAccount>,
) -> Answer<Json<Vec<Token>>> {
    Ok(Json(access::tokens_of(&app.db, &named(&name)?).await?))
}

/// Revokes a token of an account, at once and for good.
#[utoipa::path(
    delete,
    path = "/api/v1/accounts/{name}/tokens/{id}",
    tag = "accounts",
    operation_id = "revoke_token_of_account",
    params(OfAccountToken),
    responses((status = 204, description = "The token is good no longer."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn revoke_token_of_account(
    State(app): State<App>,
    who: Principal,
    Place(OfAccountToken { name, id }): Place<OfAccountToken>,
) -> Answer<StatusCode> {
    access::revoke_token(&app.db, who.name(), &named(&name)?, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn linked(app: &App, who: &Principal, name: &str) -> Answer<LinkMade> {
    let secret = Secret::new("").map_err(no_randomness)?;
    let (account, ends_at) = access::link(&app.db, who.name(), name, secret.digest()).await?;
    Ok(LinkMade { account, link: format!("{}/#sign-in={}", app.addresses.url(), secret.reveal()), ends_at })
}

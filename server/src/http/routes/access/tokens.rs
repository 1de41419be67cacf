//! `/api/v1/tokens`: what programs sign in with.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lanegate_wire::{NewToken, Problem, Token, TokenMade};

use super::{lanes_of, no_randomness};
use crate::access::{Principal, Secret, Via};
use crate::http::path::{OfOwn, Place};
use crate::http::payload::Payload;
use crate::http::refusal::{Answer, Refusal};
use crate::http::{App, enforce};
use crate::store::access::{self, TokenTerms};

/// In days.
const USUAL: u16 = 90;
const LONGEST: u16 = 366;
/// In characters.
const LONGEST_LABEL: usize = 100;

/// One's tokens, the newest first, at most a hundred; without their secrets.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    tag = "accounts",
    operation_id = "tokens",
    responses((status = 200, description = "Your tokens, the newest first.", body = Vec<Token>), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn tokens(State(app): State<App>, who: Principal) -> Answer<Json<Vec<Token>>> {
    Ok(Json(access::tokens(&app.db, who.account).await?))
}

/// Makes one. Its secret is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "accounts",
    operation_id = "make_token",
    request_body = NewToken,
    responses((status = 201, description = "The token, with its secret.", body = TokenMade), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn make_token(
    State(app): State<App>,
    who: Principal,
    Payload(new): Payload<NewToken>,
) -> Answer<(StatusCode, Json<TokenMade>)> {
    let days = new.days.unwrap_or(USUAL);
    let (lanes, rights) = lanes_of(new.lanes, new.rights);
    let label = new.label.trim();
    if label.is_empty() || label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
        return Err(refused("Say in at most 100 characters what the token is for."));
    }
    if !(1..=LONGEST).contains(&days) {
        return Err(refused("A token ends after 1 to 366 days."));
    }
    if let Some(lane) = lanes.iter().find(|lane| !who.lanes.contains(lane)) {
        return Err(refused(&format!("You have no access to the lane {lane} yourself.")));
    }
    if let Some(right) = rights.iter().find(|right| !who.rights.contains(right)) {
        return Err(refused(&format!("You do not have the right {} yourself.", right.as_str())));
    }
    let secret = Secret::new(Secret::TOKEN).map_err(no_randomness)?;
    let terms = TokenTerms { label, lanes: &lanes, rights: &rights, days };
    let token = access::make_token(&app.db, who.name(), (who.account, who.name()), secret.digest(), &terms).await?;
    Ok((StatusCode::CREATED, Json(TokenMade { token, secret: secret.reveal().to_owned() })))
}

/// Revokes one, at once and for good. A token revokes only itself.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{id}",
    tag = "accounts",
    operation_id = "revoke_token",
    params(OfOwn),
    responses((status = 204, description = "The token is good no longer."), (status = "default", description = "A problem: what happened and what to do next.", body = Problem, content_type = "application/problem+json"))
)]
pub async fn revoke_token(
    State(app): State<App>,
    who: Principal,
    Place(OfOwn { id }): Place<OfOwn>,
) -> Answer<StatusCode> {
    // A token that got out could take all others away.
    if let Via::Token { id: own } = who.via
        && own != id
    {
        return Err(enforce::session_needed());
    }
    access::revoke_token(&app.db, who.name(), who.name(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn refused(detail: &str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "token_refused", "This token cannot be made.").detail(detail)
}

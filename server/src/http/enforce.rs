//! Enforcement, in this one place: every request that found its route passes here, and goes on only where the list of rules
//! (`access::rules`) lets whoever asks do what it asks. Nothing of any lane has been looked up by then.

use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use lanegate_wire::{Lane, Right};

use crate::access::principal::Lacks;
use crate::access::rules::{self, About};
use crate::access::{Need, Principal, Secret, Via};
use crate::http::refusal::{Answer, Refusal};
use crate::http::{App, cookie, page};
use crate::store::access as stored;

/// Lets a request go on, with its principal and its lane for handlers and limits, or answers why not.
pub async fn enforce(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(path) = parts.extensions.get::<MatchedPath>().cloned() else { return page::nothing_here() };
    let Some(rule) = rules::find(&parts.method, path.as_str()) else {
        if !rules::is_listed(path.as_str()) {
            tracing::error!(path = path.as_str(), "no rule says who may call this address, so nobody may");
        }
        let mut response = page::wrong_method();
        if let Ok(allowed) = HeaderValue::from_str(&rules::methods(path.as_str()).join(", ")) {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        return response;
    };
    let named = match RawPathParams::from_request_parts(&mut parts, &app).await {
        Ok(named) => named,
        Err(_) => return page::nothing_here(),
    };
    let lane = match rule.about {
        About::NoLane => None,
        About::Lane(lane) => Some(lane),
        About::Named => named.iter().find(|(name, _)| *name == "lane").and_then(|(_, lane)| lane.parse().ok()),
    };
    if let Some(lane) = lane {
        parts.extensions.insert(lane);
    }
    if rule.need == Need::Nothing {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let who = match asker(&app, &parts.headers).await {
        Ok(who) => who,
        Err(refusal) if rule.need == Need::Anybody && refusal.problem().status == 401 => None,
        Err(refusal) => return refusal.into_response(),
    };
    match (&who, rule.need) {
        (None, Need::Anybody) => {}
        (None, _) => return sign_in_needed().into_response(),
        // An address that names no lane is nobody's; its handler says so.
        (Some(who), need) => {
            if let Err(lacks) = who.may(need, lane) {
                return refused(lacks, who).into_response();
            }
        }
    }
    if let Some(who) = who {
        parts.extensions.insert(who);
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Whoever asks, if anybody says who it is. A token goes before a cookie, since nobody sends one by accident.
async fn asker(app: &App, headers: &HeaderMap) -> Answer<Option<Principal>> {
    let mut authorizations = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(authorization) = authorizations.next() {
        let secret = authorization.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| Secret::shown(token.trim(), Secret::TOKEN))?
        });
        let Some(secret) = secret.filter(|_| authorizations.next().is_none()) else { return Err(token_refused()) };
        return match stored::token(&app.db, secret.digest()).await? {
            Some(who) => Ok(Some(who)),
            None => Err(token_refused()),
        };
    }
    match cookie::get(headers, &app.addresses) {
        Some(secret) => Ok(stored::session(&app.db, secret.digest()).await?),
        None => Ok(None),
    }
}

/// Nobody asks.
pub fn sign_in_needed() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "sign_in_needed", "Sign in first.")
        .detail("Your session has ended or there was none. Checking a file needs no account; this does.")
}

fn token_refused() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "sign_in_needed", "The token is not one that may be used.").detail(
        "It is wrong, has ended or was revoked. Make a new one on the page, or with `lanegate-server account token`.",
    )
}

fn refused(lacks: Lacks, who: &Principal) -> Refusal {
    let name = who.name();
    match lacks {
        Lacks::Lane(lane) => {
            Refusal::new(StatusCode::FORBIDDEN, "lane_refused", format!("{name} has no access to the lane {lane}."))
                .detail(format!("{} An administrator gives access to a lane.", own_lanes(&who.lanes)))
        }
        Lacks::Right(right) => {
            Refusal::new(StatusCode::FORBIDDEN, "right_refused", format!("{name} may not {}.", doing(right)))
                .detail(format!("An administrator gives the right `{}`.", right.as_str()))
        }
        Lacks::Session => session_needed(),
        Lacks::Password => password_needed(matches!(who.via, Via::Session { may_set: true, .. })),
    }
}

fn password_needed(may_set: bool) -> Refusal {
    let detail = if may_set {
        "This session began with a link. Set a password (`PUT /api/v1/password`), then send the same request again."
    } else {
        "This needs a password that was entered in the last 15 minutes. Enter it (`POST /api/v1/password/confirm`), then send the \
         same request again."
    };
    Refusal::new(StatusCode::FORBIDDEN, "password_needed", "Enter your password to do this.").detail(detail)
}

/// A token asks for what only a person in a session may do.
pub fn session_needed() -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "session_needed", "A token may not do this.")
        .detail("Sign in on the page and do it there.")
}

fn own_lanes(lanes: &[Lane]) -> String {
    match lanes {
        [] => "It has access to no lane.".to_owned(),
        [one] => format!("It has access to {one}."),
        more => {
            format!("It has access to {}.", more.iter().map(|lane| lane.as_str()).collect::<Vec<_>>().join(" and "))
        }
    }
}

const fn doing(right: Right) -> &'static str {
    match right {
        Right::Compare => "look at this lane or compare files with it",
        Right::Commit => "commit, retract or reinstate",
        Right::KillSwitch => "change intents",
        Right::Administer => "look after accounts",
    }
}

/// Names the way to sign in, as HTTP wants of every 401.
pub async fn challenge(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Lanegate\""));
    }
    response
}

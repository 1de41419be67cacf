//! Signing in and out, and what an account has: sessions, tokens, a password; and for administrators the accounts themselves.

mod accounts;
mod me;
mod password;
mod sessions;
mod sign_in;
mod tokens;

use axum::http::StatusCode;
use lanegate_wire::{Lane, Right};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access::account_name;
use crate::http::App;
use crate::http::refusal::{Answer, Refusal};

/// All of these calls.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(me::me))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::sign_in_by_link))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(password::set_password))
        .routes(routes!(password::confirm_password))
        .routes(routes!(sessions::sessions))
        .routes(routes!(sessions::end_session))
        .routes(routes!(tokens::tokens, tokens::make_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(accounts::accounts, accounts::make_account))
        .routes(routes!(accounts::change_account))
        .routes(routes!(accounts::make_link))
        .routes(routes!(accounts::tokens_of_account))
        .routes(routes!(accounts::revoke_token_of_account))
}

fn named(given: &str) -> Answer<String> {
    account_name(given).ok_or_else(|| {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "name_refused", "This is no name for an account.")
            .detail("A name has 1 to 64 characters of a-z 0-9 . _ @ + - and begins with a letter or digit.")
    })
}

/// Lanes and rights as they are kept: each once, in the usual order.
fn each_once<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values.dedup();
    values
}

fn lanes_of(lanes: Vec<Lane>, rights: Vec<Right>) -> (Vec<Lane>, Vec<Right>) {
    (each_once(lanes), each_once(rights))
}

fn no_randomness(_: getrandom::Error) -> Refusal {
    tracing::error!("the system gives no randomness");
    Refusal::internal()
}

fn attempts_too_many(seconds: u32) -> Refusal {
    Refusal::new(StatusCode::TOO_MANY_REQUESTS, "attempts_too_many", "There were too many tries to sign in.")
        .detail(format!("Try again in {} minute(s).", seconds.div_ceil(60)))
        .retry_after(seconds)
}

fn passwords_busy() -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "server_busy", "Too many people are signing in just now.")
        .detail("Nothing was changed. Try again in a moment.")
        .retry_after(5)
}

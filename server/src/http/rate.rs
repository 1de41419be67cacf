//! How often an account may ask for queues and lists, so that one person's program leaves time for everybody else.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::{DefaultKeyedRateLimiter, Quota};
use uuid::Uuid;

use crate::access::Principal;
use crate::http::refusal::Refusal;

/// Queries a second of one account.
const A_SECOND: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Queries of one account in a row.
const IN_A_ROW: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// Accounts that are remembered before those that have not asked for a while are forgotten.
const REMEMBERED: usize = 1_000;

/// The rate of queries by account.
#[derive(Debug, Clone)]
pub struct Rate(Arc<DefaultKeyedRateLimiter<Uuid>>);

impl Default for Rate {
    fn default() -> Self {
        Self(Arc::new(DefaultKeyedRateLimiter::keyed(Quota::per_second(A_SECOND).allow_burst(IN_A_ROW))))
    }
}

/// Lets a query go on, or answers that its account asks too often.
pub async fn rate(State(Rate(accounts)): State<Rate>, request: Request, next: Next) -> Response {
    let Some(who) = request.extensions().get::<Principal>() else { return next.run(request).await };
    if accounts.check_key(&who.account).is_ok() {
        return next.run(request).await;
    }
    if accounts.len() > REMEMBERED {
        accounts.retain_recent();
    }
    Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many_queries", "This account asks for lists too often.")
        .detail(format!("An account may ask {A_SECOND} times a second. Try again in a moment."))
        .retry_after(1)
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;
    use crate::access::Via;

    #[tokio::test]
    async fn an_account_that_asks_too_often_is_turned_away_and_others_are_not() {
        let app = Router::new().route("/", get(async || "")).layer(from_fn_with_state(Rate::default(), rate));
        let ask = async |account: u128| {
            let (account, name, via) = (Uuid::from_u128(account), String::new(), Via::Token { id: Uuid::nil() });
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(Principal { account, name, lanes: Vec::new(), rights: Vec::new(), via });
            app.clone().oneshot(request).await.unwrap()
        };
        for _ in 0..IN_A_ROW.get() {
            assert_eq!(ask(1).await.status(), StatusCode::OK);
        }
        let refused = ask(1).await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(ask(2).await.status(), StatusCode::OK);
    }
}

//! Which status and code each refusal about accounts has.

use axum::http::StatusCode;

use crate::http::refusal::Refusal;
use crate::store::access::AccessError;

impl From<AccessError> for Refusal {
    fn from(error: AccessError) -> Self {
        use AccessError as E;
        let message = error.to_string();
        let with = |status, code| Self::said(status, code, &message);
        match error {
            E::AccountUnknown => with(StatusCode::NOT_FOUND, "account_unknown"),
            E::AccountDisabled => with(StatusCode::CONFLICT, "account_disabled"),
            E::Overtaken => with(StatusCode::CONFLICT, "sign_in_overtaken"),
            E::AccountExists => with(StatusCode::CONFLICT, "account_exists"),
            E::LastAdministrator => with(StatusCode::CONFLICT, "last_administrator"),
            E::LinkRefused => with(StatusCode::UNAUTHORIZED, "link_refused"),
            E::TokenUnknown => with(StatusCode::NOT_FOUND, "token_unknown"),
            E::TokensTooMany(_) => with(StatusCode::CONFLICT, "tokens_too_many"),
            E::SessionUnknown => with(StatusCode::NOT_FOUND, "session_unknown"),
            E::Store(error) => error.into(),
        }
    }
}
